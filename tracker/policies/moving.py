"""The session that a policy is meant for: one that has not closed, or did not when the document was written; another one."""

from __future__ import annotations

from typing import Any

from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.core.rows import row_number_or_none
from tracker.extensions import db
from tracker.policies.indexing import index
from tracker.policies.models import CouncilSession, Policy
from tracker.workflow.definition import Answers


def closed_before(policy: Policy, answers: Answers) -> dict[str, Any]:
    """A session that had closed by the day of the document, or by today where none has a day, takes nothing more."""
    id = row_number_or_none(str(answers.get("session") or ""))
    session = db.session.get(CouncilSession, id) if id else None
    if session is None or session.council_id != policy.council_id or session.closes_on is None:
        return {}
    if (answers.get("issued_on") or clock.today()) <= session.closes_on:
        return {}
    about = {"name": session.name, "day": format_vi(session.closes_on)}
    return {"session": _("%(name)s đã bế mạc ngày %(day)s. Hãy chọn kỳ họp chưa bế mạc.", **about)}


def change_session(policy: Policy, answers: Answers, _actor: Actor) -> None:
    """What it has passed stays; the days before the session are counted anew, from another opening."""
    policy.session_id = int(answers["session"])
    db.session.flush()
    db.session.refresh(policy, ["session"])
    index(policy)
