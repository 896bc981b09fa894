"""Naming somebody to stand in for an agency's leader; what it lacks is said beside its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker.accounts import people
from tracker.accounts.access import place_of
from tracker.accounts.actor import Actor
from tracker.accounts.models import Membership, StandIn
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.administration.stand_ins import queries, rights
from tracker.administration.stand_ins.workflow import STAND_IN, is_ended
from tracker.attachments import service as attachments
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.notifications import service as notifications
from tracker.organizations.models import Agency
from tracker.workflow import engine

ROLES = (Role.AGENCY_LEADER, Role.OFFICE)


def may_name(agency: Agency, actor: Actor) -> bool:
    """The agency's leader in their own right, for themselves; office and administrator on the agency's written word.

    Whoever stands in names nobody else: what was entrusted is not passed on.
    """
    return actor.leads(place_of(agency)) or by_paper(agency, actor)


def by_paper(agency: Agency, actor: Actor) -> bool:
    return actor.is_admin or Role.OFFICE in actor.roles_on(place_of(agency))


def require_may_name(agency: Agency, actor: Actor) -> None:
    """Forbidden to others; Impossible for an agency that has ended."""
    if not may_name(agency, actor):
        raise Forbidden
    if not agency.is_valid_on(clock.today()):
        raise Impossible(_("Cơ quan này đã kết thúc hoạt động."))


def principals(agency: Agency, actor: Actor) -> list[tuple[int, str]]:
    """Whom somebody may be named for: the actor themselves, else any leader of the agency."""
    leaders = queries.people_of(agency.id, leaders=True)
    return leaders if by_paper(agency, actor) else [pair for pair in leaders if pair[0] == actor.id]


def name(agency: Agency, answers: Mapping[str, Any], actor: Actor) -> StandIn:
    """answers: principal_id, user_id, from_on, to_on, reason, document_number, document_date, files (attachments).

    Invalid by field.
    """
    require_may_name(agency, actor)
    if problems := wrong(agency, answers, actor):
        raise Invalid(problems)
    naming = StandIn(
        council_id=agency.council_id,
        agency_id=agency.id,
        state=STAND_IN.start,
        created_by_id=actor.id,
        **{name: answers[name] for name in ("principal_id", "user_id", "from_on", "to_on")},
        **{name: answers.get(name) or "" for name in ("reason", "document_number")},
        document_date=answers.get("document_date"),
    )
    db.session.add(naming)
    db.session.flush()
    rights.give(naming)
    files = answers.get("files") or []
    for file in files:
        attachments.bind(file, "stand_in", naming.id, "files")
    also = {
        "user": naming.user.full_name,
        "principal": naming.principal.full_name,
        "files": [file.name for file in files],
    }
    event = audit.record(
        naming,
        "created",
        actor,
        role=role_of(agency, actor),
        after=audit.facts_of(naming) | {name: value for name, value in also.items() if value},
        agency_id=agency.id,
    )
    told = {person for role in OF_AGENCY for person in people.holders(role, place_of(naming))}
    notifications.queue(event, told)
    return naming


def role_of(agency: Agency, actor: Actor) -> Role:
    held = actor.roles_on(place_of(agency))
    return next((role for role in ROLES if role in held), Role.ADMIN)


def wrong(agency: Agency, answers: Mapping[str, Any], actor: Actor) -> dict[str, Sequence[str]]:
    problems: dict[str, Sequence[str]] = {}
    leaders, others = dict(principals(agency, actor)), dict(queries.people_of(agency.id, leaders=False))
    if answers["principal_id"] not in leaders:
        problems["principal_id"] = [_("Hãy chọn lãnh đạo của cơ quan này.")]
    if answers["user_id"] not in others:
        problems["user_id"] = [_("Hãy chọn một người của cơ quan này, không phải lãnh đạo.")]
    if by_paper(agency, actor):
        for field in ("document_number", "document_date"):
            if not answers.get(field):
                problems[field] = [_("Cử theo văn bản của cơ quan thì phải ghi số và ngày văn bản.")]
    problems |= wrong_days(answers)
    if not problems and (sentence := overlapping(agency, answers)):
        problems["from_on"] = [sentence]
    return problems


def wrong_days(answers: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    problems: dict[str, Sequence[str]] = {}
    if answers["from_on"] < clock.today():
        problems["from_on"] = [_("Ngày này đã qua. Nhập ngày từ hôm nay trở đi.")]
    if answers["to_on"] < answers["from_on"]:
        problems["to_on"] = [_("Ngày cuối phải từ ngày bắt đầu trở đi.")]
    if answers.get("document_date") and answers["document_date"] > clock.today():
        problems["document_date"] = [_("Ngày này chưa đến. Nhập ngày từ hôm nay trở về trước.")]
    return problems


def overlapping(agency: Agency, answers: Mapping[str, Any]) -> str:
    """What says that a leader would have two stand-ins at a time, or somebody would stand in twice."""
    for known in queries.running(agency.id):
        same = known.principal_id == answers["principal_id"] or known.user_id == answers["user_id"]
        if same and known.from_on <= answers["to_on"] and answers["from_on"] <= known.to_on:
            return _(
                "Trùng thời gian: %(who)s đã được cử thay mặt %(leader)s từ %(first)s đến %(last)s.",
                who=known.user.full_name,
                leader=known.principal.full_name,
                first=format_vi(known.from_on),
                last=format_vi(known.to_on),
            )
    return ""


def stage(naming: StandIn, today: date | None = None) -> str:
    """Where it stands today: ahead, running, over or ended."""
    today = today or clock.today()
    if is_ended(naming):
        return "ended"
    if naming.to_on < today:
        return "over"
    return "running" if naming.from_on <= today else "ahead"


def require_keeps(naming: StandIn, actor: Actor) -> None:
    """Forbidden to all but whoever keeps the accounts; Impossible once its days are over."""
    if not actor.is_admin:
        raise Forbidden
    if stage(naming) in ("over", "ended"):
        raise Impossible(_("Việc thay mặt này đã hết từ trước."))


def end(id: int, actor: Actor, *, reason: str) -> None:
    """By whoever keeps the accounts: the role is taken back where it is kept, as by the step itself."""
    naming = db.session.get_one(StandIn, id)
    engine.follow(naming, "lapse", actor, {"reason": reason})


def end_with(membership: Membership, actor: Actor, *, reason: str) -> None:
    """A role at an agency has ended: so has what rested on it, the holder's standing in and being stood in for."""
    if membership.agency_id is None:
        return
    left = dict(queries.people_of(membership.agency_id))
    leads = dict(queries.people_of(membership.agency_id, leaders=True))
    for naming in queries.running(membership.agency_id):
        if naming.user_id not in left or naming.principal_id not in leads:
            engine.follow(naming, "lapse", actor, {"reason": reason})
