"""Setting up a delegation: its facts, members, agencies, documents, and who may work on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.accounts.actor import Actor, Place
from tracker.accounts.models import Membership, User
from tracker.accounts.roles import OF_DELEGATION, Role
from tracker.administration import queries as accounts
from tracker.administration import service as administration
from tracker.audit import service as audit
from tracker.core import clock, sequences
from tracker.core.dates import format_vi
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.delegations import documents
from tracker.delegations.models import (
    AGENCY_ROLES,
    MEMBER_ROLES,
    Delegation,
    DelegationAgency,
    DelegationDocument,
    DelegationMember,
    ruleset_on,
)
from tracker.delegations.workflow import DELEGATION, EDITORS
from tracker.extensions import db
from tracker.organizations import queries as organizations
from tracker.organizations.models import Agency, CouncilBody
from tracker.search import service as search
from tracker.workflow import engine

FACTS = (
    "title", "owner_kind", "body_id", "scope", "content", "period_from", "period_to", "report_due_on", "followed_by_id",
)  # fmt: skip
OLD_FACTS = ("established_on", "notified_on", "ended_on", "inferred")
"""Facts that steps fill in, and that are typed only for an old record."""
ASKED_BY_STEPS = ("scope", "content", "period_from", "period_to", "report_due_on")
"""Columns that the guards of the steps ask for; waived, by name, where an old dossier lacks them."""
OF_BODIES = {"committee": "committee", "deputy_group": "deputy_group"}
"""Owner → kind of the body that must be named."""
KEEPERS = (Role.OFFICE, Role.SECRETARY, Role.LEADER, Role.STANDING)
"""Who files documents (domain.md 6.2: outline, requests; plan)."""
CODE = re.compile(r"ĐGS-(\d{4})-(\d+)")


# --- the delegation itself --------------------------------------------------------------------------------------------


def create(answers: Mapping[str, Any], actor: Actor, *, council_id: int) -> Delegation:
    """A draft from the answers of DelegationForm, with a code of this year's series."""
    facts = {name: answers.get(name) for name in FACTS}
    require_right_to_create(actor, council_id, facts["body_id"])
    today = clock.today()
    delegation = made(facts, actor, council_id, code=next_code(council_id, today.year), ruleset=ruleset_on(today))
    engine.created(delegation, actor)
    index(delegation)
    return delegation


def enter_old(answers: Mapping[str, Any], actor: Actor, *, council_id: int) -> Delegation:
    """A delegation from an old dossier, in the state it had reached: the answers of OldDelegationForm.

    Office only. `reason` and `source` are told in the one event, with the facts that the dossier lacks. `head_name`,
    `head_office` and `agencies` (names, aliases or codes) are added where given.
    """
    if Role.OFFICE not in actor.roles_on(Place(council_id=council_id)):
        raise Forbidden
    established_on: date | None = answers.get("established_on")
    year = (established_on or clock.today()).year
    agencies = [(words, named(council_id, words, "agencies")) for words in answers.get("agencies") or ()]
    delegation = made(
        {name: answers.get(name) for name in FACTS},
        actor,
        council_id,
        code=given_code(council_id, str(answers["code"])) if answers.get("code") else next_code(council_id, year),
        ruleset=ruleset_on(established_on) if established_on else answers.get("ruleset") or ruleset_on(clock.today()),
    )
    for name in OLD_FACTS:
        setattr(delegation, name, answers.get(name) or ([] if name == "inferred" else None))
    engine.enter_old(
        delegation,
        str(answers["state"]),
        actor,
        reason=str(answers.get("reason") or ""),
        source=str(answers.get("source") or ""),
        asked=ASKED_BY_STEPS,
    )
    if answers.get("head_name"):
        head = {"name": answers["head_name"], "office": answers.get("head_office"), "role": "head"}
        put_member(delegation, head, actor)
    for _words, agency in agencies:
        put_agency(delegation, agency, "supervised", actor)
    index(delegation)
    return delegation


def edit(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change what the answers name; an answer that is absent stays as it is."""
    require_edit(delegation, actor)
    names = (*FACTS, *OLD_FACTS) if delegation.old_record else FACTS
    facts = {name: answers.get(name, getattr(delegation, name)) for name in names}
    require_sound(facts, delegation.council_id, delegation)
    if not actor.roles_on(Place(council_id=delegation.council_id, body_id=facts["body_id"])) & set(EDITORS):
        raise Forbidden(_("Bạn chỉ sửa được đoàn của Ban mình."))
    earlier = audit.snapshot(delegation)
    for name, value in facts.items():
        setattr(delegation, name, kept(name, value))
    if delegation.old_record:
        if delegation.established_on:
            delegation.ruleset = ruleset_on(delegation.established_on)
        delegation.waived_facts = [name for name in delegation.waived_facts if getattr(delegation, name) in (None, "")]
    engine.edited(delegation, actor, earlier)
    index(delegation)


def made(facts: dict[str, Any], actor: Actor, council_id: int, *, code: str, ruleset: str) -> Delegation:
    require_sound(facts, council_id)
    delegation = Delegation(
        council_id=council_id,
        code=code,
        ruleset=ruleset,
        state=DELEGATION.start,
        created_by_id=actor.id,
        **{name: kept(name, value) for name, value in facts.items()},
    )
    db.session.add(delegation)
    db.session.flush()
    return delegation


def kept(name: str, value: Any) -> Any:
    return value or "" if name in ("scope", "content") else value


# --- members ----------------------------------------------------------------------------------------------------------


def add_member(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> DelegationMember:
    """Somebody on the list: name, office at the time, role. One head at a time."""
    require_edit(delegation, actor)
    return put_member(delegation, answers, actor)


def put_member(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> DelegationMember:
    require_one_head(delegation, answers["role"])
    before = members_in_words(delegation)
    earlier = audit.snapshot(delegation)
    member = DelegationMember(
        name=answers["name"],
        office=answers.get("office") or "",
        role=answers["role"],
        position=1 + max((member.position for member in delegation.members), default=0),
    )
    delegation.members.append(member)
    members_changed(delegation, actor, earlier, before)
    return member


def edit_member(member: DelegationMember, answers: Mapping[str, Any], actor: Actor) -> None:
    """Correct a name, an office or a role."""
    delegation = member.delegation
    require_edit(delegation, actor)
    if answers.get("role", member.role) == "head" and member.left_on is None:
        require_one_head(delegation, "head", but=member)
    before = members_in_words(delegation)
    earlier = audit.snapshot(delegation)
    for name in ("name", "office", "role"):
        if answers.get(name) is not None:
            setattr(member, name, answers[name])
    members_changed(delegation, actor, earlier, before)


def leave(member: DelegationMember, on: date, actor: Actor) -> None:
    """From that day the person is no longer on the delegation; the list keeps the name."""
    delegation = member.delegation
    require_edit(delegation, actor)
    if member.left_on is not None:
        raise Impossible(_("Người này đã thôi tham gia từ ngày %(day)s.", day=format_vi(member.left_on)))
    if delegation.established_on and on < delegation.established_on:
        raise Invalid({"left_on": [_("Ngày này phải từ ngày thành lập đoàn trở đi.")]})
    before = members_in_words(delegation)
    earlier = audit.snapshot(delegation)
    member.left_on = on
    members_changed(delegation, actor, earlier, before)


def remove_member(member: DelegationMember, actor: Actor) -> None:
    """Strike a name from a draft list; once the delegation is established a member leaves instead."""
    delegation = member.delegation
    require_edit(delegation, actor)
    require_draft(delegation)
    before = members_in_words(delegation)
    earlier = audit.snapshot(delegation)
    delegation.members.remove(member)
    db.session.delete(member)
    members_changed(delegation, actor, earlier, before)


def members_changed(delegation: Delegation, actor: Actor, earlier: dict[str, Any], before: list[str]) -> None:
    db.session.flush()
    engine.edited(delegation, actor, earlier, also={"members": (before, members_in_words(delegation))})
    index(delegation)


def require_one_head(delegation: Delegation, role: str, but: DelegationMember | None = None) -> None:
    head = delegation.head
    if role == "head" and head is not None and head is not but:
        sentence = _("Đoàn đã có Trưởng đoàn là %(name)s. Hãy ghi người đó thôi tham gia trước.", name=head.name)
        raise Invalid({"role": [sentence]})


def members_in_words(delegation: Delegation) -> list[str]:
    """The list as an event keeps it: one text a member."""
    return [
        f"{member.name} ({MEMBER_ROLES[member.role]})"
        + (f", {member.office}" if member.office else "")
        + (f" → {format_vi(member.left_on)}" if member.left_on else "")
        for member in delegation.members
    ]


# --- agencies ---------------------------------------------------------------------------------------------------------


def add_agency(delegation: Delegation, agency: Agency, role: str, actor: Actor) -> DelegationAgency:
    """An agency that is supervised or takes part; one that has ended is refused, with its successor."""
    require_edit(delegation, actor)
    require_alive(delegation, agency)
    return put_agency(delegation, agency, role, actor)


def put_agency(delegation: Delegation, agency: Agency, role: str, actor: Actor) -> DelegationAgency:
    if agency.council_id != delegation.council_id:
        raise Invalid({"agency": [_("Cơ quan này không thuộc Hội đồng nhân dân của đoàn.")]})
    if any(entry.agency_id == agency.id for entry in delegation.agencies):
        raise Invalid({"agency": [_("“%(name)s” đã có trong đoàn.", name=agency.name)]})
    before = agencies_in_words(delegation)
    earlier = audit.snapshot(delegation)
    entry = DelegationAgency(agency=agency, role=role, name_then=agency.name_on(day_of(delegation)))
    delegation.agencies.append(entry)
    agencies_changed(delegation, actor, earlier, before)
    return entry


def change_agency_role(entry: DelegationAgency, role: str, actor: Actor) -> None:
    delegation = entry.delegation
    require_edit(delegation, actor)
    before = agencies_in_words(delegation)
    earlier = audit.snapshot(delegation)
    entry.role = role
    agencies_changed(delegation, actor, earlier, before)


def remove_agency(entry: DelegationAgency, actor: Actor) -> None:
    """Strike an agency from a draft; once the delegation is established the agency has been told."""
    delegation = entry.delegation
    require_edit(delegation, actor)
    require_draft(delegation)
    before = agencies_in_words(delegation)
    earlier = audit.snapshot(delegation)
    delegation.agencies.remove(entry)
    db.session.delete(entry)
    agencies_changed(delegation, actor, earlier, before)


def agencies_changed(delegation: Delegation, actor: Actor, earlier: dict[str, Any], before: list[str]) -> None:
    db.session.flush()
    engine.edited(delegation, actor, earlier, also={"agencies": (before, agencies_in_words(delegation))})
    index(delegation)


def agencies_in_words(delegation: Delegation) -> list[str]:
    return [f"{entry.name_then} ({AGENCY_ROLES[entry.role]})" for entry in delegation.agencies]


def named(council_id: int, words: str, field: str = "agency") -> Agency:
    """The agency that these words mean; Invalid, beside `field`, when there is none."""
    agency = organizations.resolve(council_id, words)
    if agency is None:
        sentence = _(
            "Không tìm thấy cơ quan “%(words)s”. Hãy xem danh mục cơ quan, hoặc nhờ Văn phòng thêm.", words=words
        )
        raise Invalid({field: [sentence]})
    return agency


def heir(delegation: Delegation, agency: Agency) -> Agency | None:
    """Who answers today for an agency that has ended; None when it has not, or when somebody must choose."""
    day = day_of(delegation)
    return None if agency.is_valid_on(day) else organizations.successor_on(agency, day)


def require_alive(delegation: Delegation, agency: Agency) -> None:
    """An old record keeps the agencies of its time; elsewhere an ended agency gives way to its successor."""
    if delegation.old_record or agency.is_valid_on(day_of(delegation)):
        return
    if agency.valid_to is None:
        raise Invalid({"agency": [_("“%(name)s” chưa hoạt động vào ngày đó.", name=agency.name)]})
    successor = heir(delegation, agency)
    sentence = _("“%(name)s” đã kết thúc ngày %(day)s.", name=agency.name, day=format_vi(agency.valid_to))
    if successor is not None:
        sentence += " " + _("Cơ quan kế thừa là “%(name)s”.", name=successor.name)
    raise Invalid({"agency": [sentence]})


def day_of(delegation: Delegation) -> date:
    """The day whose names count: that of the establishing document, or today."""
    return delegation.established_on or clock.today()


# --- documents --------------------------------------------------------------------------------------------------------


def add_document(delegation: Delegation, answers: Mapping[str, Any], actor: Actor) -> DelegationDocument:
    """A document by number, date and signer, with its files. A number known for this issuer and year is asked back
    about once: `confirmed` says that it is another document (ND30 Annex VI)."""
    roles = engine.access.roles_on(actor, delegation)
    if not roles & set(KEEPERS):
        raise Forbidden
    if engine.state_of(delegation).final and not delegation.old_record:
        raise Impossible(_("“%(state)s” thì không thêm văn bản được nữa.", state=engine.state_of(delegation).label))
    if answers["issued_on"] > clock.today():
        raise Invalid({"issued_on": [_("Ngày văn bản chưa đến. Nhập ngày từ hôm nay trở về trước.")]})
    known = documents.same_number(
        delegation.council_id, answers["number"], answers["issued_on"], answers.get("issuer") or ""
    )
    if known is not None and not answers.get("confirmed"):
        sentence = _(
            "Số %(number)s năm %(year)s đã có ở đoàn %(code)s, ngày %(day)s. Nếu đây là văn bản khác, hãy đánh dấu ô dưới cùng.",
            number=known.number,
            year=known.issued_on.year,
            code=known.delegation.code,
            day=format_vi(known.issued_on),
        )
        raise Invalid({"number": [sentence]})
    document = documents.add(delegation, answers["kind"], answers, actor)
    engine.touch(delegation, actor)
    engine.created(document, actor)
    return document


# --- access: which accounts work on it, apart from the list of members ---------------------------------------------


def grant(delegation: Delegation, user: User, role: Role, actor: Actor) -> Membership:
    """Let an account work on the delegation. Administrators give every role of a delegation; the council's office
    those of secretary and member, to people of the Council's side."""
    if role not in OF_DELEGATION:
        raise Invalid({"role": [_("Vai trò này không phải là vai trò trong đoàn.")]})
    if not administration.may_give(role, actor, delegation.council_id):
        raise Forbidden
    if not administration.is_keeper(actor) and user.id not in {
        person.id for person in accounts.of_council_side(delegation.council_id)
    }:
        raise Invalid({"user_id": [_("Tài khoản này chưa có vai trò nào ở Hội đồng. Hãy nhờ quản trị viên.")]})
    return administration.give_role(
        user,
        role,
        actor,
        council_id=delegation.council_id,
        delegation_id=delegation.id,
        place_name=delegation.code,
    )


def end_grant(delegation: Delegation, membership: Membership, actor: Actor, *, reason: str = "") -> None:
    administration.end_role(membership, actor, reason=reason, place_name=delegation.code)


# --- rules ------------------------------------------------------------------------------------------------------------


def require_right_to_create(actor: Actor, council_id: int, body_id: int | None) -> None:
    engine.require_create(DELEGATION, actor.roles_on(Place(council_id=council_id, body_id=body_id)))


def may_complete(delegation: Delegation, actor: Actor) -> bool:
    """The office goes on filling in an old record, whatever state it was entered in, until it has ended."""
    is_office = Role.OFFICE in actor.roles_on(Place(council_id=delegation.council_id))
    return delegation.old_record and is_office and not engine.state_of(delegation).final


def may_edit(delegation: Delegation, actor: Actor) -> bool:
    return may_complete(delegation, actor) or engine.may_edit(delegation, actor)


def require_edit(delegation: Delegation, actor: Actor) -> None:
    if not may_complete(delegation, actor):
        engine.require_edit(delegation, actor)


def is_draft(delegation: Delegation) -> bool:
    """Nobody outside the Council's side knows of it yet."""
    return not engine.state_of(delegation).shared


def require_draft(delegation: Delegation) -> None:
    if not is_draft(delegation):
        raise Impossible(_("Đoàn đã thành lập nên danh sách này không xóa được nữa."))


def require_sound(facts: Mapping[str, Any], council_id: int, delegation: Delegation | None = None) -> None:
    """What a form cannot see: the body fits the owner, the officer is of this office, the dates follow each other."""
    problems: dict[str, list[str]] = {}
    if sentence := wrong_body(facts["owner_kind"], facts["body_id"], council_id):
        problems["body_id"] = [sentence]
    follower = facts["followed_by_id"]
    unchanged = delegation is not None and delegation.followed_by_id == follower
    if follower and not unchanged and follower not in {user.id for user in accounts.officers(council_id)}:
        problems["followed_by_id"] = [_("Người theo dõi phải là chuyên viên Văn phòng.")]
    if facts["period_from"] and facts["period_to"] and facts["period_from"] > facts["period_to"]:
        problems["period_to"] = [_("Ngày cuối thời kỳ phải từ ngày đầu thời kỳ trở đi.")]
    established_on = delegation.established_on if delegation else None
    if facts["report_due_on"] and established_on and facts["report_due_on"] < established_on:
        problems["report_due_on"] = [_("Hạn nộp báo cáo phải từ ngày thành lập đoàn trở đi.")]
    if problems:
        raise Invalid(problems)


def wrong_body(owner_kind: str, body_id: int | None, council_id: int) -> str | None:
    wanted = OF_BODIES.get(owner_kind)
    if wanted is None:
        return _("Chủ thể này không gắn với Ban hoặc Tổ nào. Hãy bỏ chọn.") if body_id else None
    if body_id is None:
        return _("Hãy chọn Ban hoặc Tổ lập đoàn.")
    kind = db.session.scalar(
        select(CouncilBody.kind).where(CouncilBody.id == body_id, CouncilBody.council_id == council_id)
    )
    return None if kind == wanted else _("Ban hoặc Tổ này không hợp với chủ thể giám sát. Hãy chọn lại.")


def next_code(council_id: int, year: int) -> str:
    """ĐGS-<year>-<nn>, by the council's series of that year."""
    return f"ĐGS-{year}-{sequences.take(db.session, f'ĐGS/{council_id}/{year}'):02}"


def given_code(council_id: int, code: str) -> str:
    """A code that an old dossier bears already; the series goes on after it."""
    if db.session.scalar(select(Delegation.id).where(Delegation.council_id == council_id, Delegation.code == code)):
        raise Invalid({"code": [_("Mã %(code)s đã có đoàn khác dùng.", code=code)]})
    if match := CODE.fullmatch(code):
        sequences.skip_to(db.session, f"ĐGS/{council_id}/{match[1]}", int(match[2]))
    return code


def index(delegation: Delegation) -> None:
    search.index(
        kind="delegation",
        subject_id=delegation.id,
        council_id=delegation.council_id,
        code=delegation.code,
        title=delegation.title,
        texts=[
            delegation.scope,
            delegation.content,
            *(member.name for member in delegation.members),
            *(entry.name_then for entry in delegation.agencies),
        ],
        day=delegation.established_on,
    )
