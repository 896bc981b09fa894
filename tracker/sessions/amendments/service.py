"""Writing amendments; proposing and answering them are steps of the workflow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import sequences
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.organizations import sign_off
from tracker.sessions.amendments.forms import ABOUT
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.amendments.workflow import AMENDMENT
from tracker.sessions.models import WorkingSession
from tracker.sessions.workflow import is_for_comment
from tracker.workflow import engine


def create(answers: Mapping[str, Any], actor: Actor, *, session: WorkingSession, propose: bool = False) -> Amendment:
    """Write an amendment to the draft minutes; with `propose` it goes to the secretary at once.

    answers: statement_id or place, text, reason. It is the agency's when the writer comes from one of the session.
    """
    require_begin(session, actor)
    amendment = Amendment(
        council_id=session.council_id,
        delegation_id=session.delegation_id,
        session=session,
        code=f"ĐS-{sequences.take(db.session(), f'ĐS/{session.id}'):02}",
        agency_id=agency_of(session, actor),
        author_id=actor.id,
        state=AMENDMENT.start,
        created_by_id=actor.id,
    )
    write(amendment, answers)
    db.session.add(amendment)
    engine.created(amendment, actor, roles=(Role.AUTHOR,))
    if propose:
        engine.perform(amendment, "propose", actor)
    return amendment


def edit(amendment: Amendment, answers: Mapping[str, Any], actor: Actor, *, propose: bool = False) -> None:
    """Change what is in `answers` while it is being drafted."""
    engine.require_edit(amendment, actor)
    earlier = audit.snapshot(amendment)
    write(amendment, answers)
    engine.edited(amendment, actor, earlier)
    if propose:
        engine.perform(amendment, "propose", actor)


def require_begin(session: WorkingSession, actor: Actor) -> None:
    """Forbidden to those who were not asked for comments; Impossible while the minutes are not out for them."""
    engine.require_create(AMENDMENT, access.roles_on(actor, session))
    if not is_for_comment(session):
        raise Impossible(_("Chỉ đề nghị sửa được khi biên bản đang chờ ý kiến."))


def may_begin(session: WorkingSession, actor: Actor) -> bool:
    try:
        require_begin(session, actor)
    except (Forbidden, Impossible):
        return False
    return True


def may_propose(session: WorkingSession, actor: Actor) -> bool:
    """An agency's officer drafts, its leader sends, what they wrote themselves unless its rule forbids it; members send
    their own."""
    own = agency_of(session, actor)
    return own is None or (own in actor.agencies_as(Role.AGENCY_LEADER) and not sign_off.keeps_apart(own))


def agency_of(session: WorkingSession, actor: Actor) -> int | None:
    """The agency of the session that this person comes from."""
    return min((entry.agency_id for entry in session.agencies if entry.agency_id in actor.agency_ids), default=None)


def write(amendment: Amendment, answers: Mapping[str, Any]) -> None:
    for name in ABOUT:
        if name in answers:
            setattr(amendment, name, answers[name] if name == "statement_id" else answers[name] or "")
    if amendment.statement_id is None and not amendment.place:
        raise Invalid({"place": [_("Chọn phát biểu, hoặc ghi chỗ cần sửa.")]})
    if amendment.statement_id is not None:
        amendment.place = ""
        said = {said.id: said.text.strip() for said in amendment.session.statements}
        if amendment.statement_id not in said:
            raise Invalid({"statement_id": [_("Hãy chọn phát biểu của chính cuộc làm việc này.")]})
        if amendment.text.strip() == said[amendment.statement_id]:
            raise Invalid({"text": [_("Nội dung này giống hệt phát biểu. Hãy ghi nội dung muốn sửa thành.")]})
