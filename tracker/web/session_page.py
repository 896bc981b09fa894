"""A session as the news of it: when, who, pictures, what was reported, proposed, concluded, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask import url_for

from tracker.accounts.roles import LABELS
from tracker.attachments import queries as attachments
from tracker.attachments.models import Attachment
from tracker.calendar import rules
from tracker.core import dates
from tracker.core.i18n import _
from tracker.core.numbers import format_vi
from tracker.findings.models import FINDING_KINDS
from tracker.links import queries as links
from tracker.links.queries import End, Threads
from tracker.proposals import queries as proposals
from tracker.reporting import queries as reporting
from tracker.reporting import wording
from tracker.reporting.models import Figure
from tracker.sessions import deadlines, facts, queries
from tracker.sessions.amendments import queries as amending
from tracker.sessions.amendments import service as amending_service
from tracker.sessions.corrections import newest_rows
from tracker.sessions.models import (
    ATTENDEE_ROLES,
    PARTS,
    SESSION_KINDS,
    STATEMENT_KINDS,
    Attendance,
    Statement,
    WorkingSession,
)
from tracker.sessions.service import may_correct, may_say
from tracker.sessions.workflow import NAMES, awaited, has_met, has_minutes, is_signed
from tracker.web import amendments, figures, invitations, kit, telling, threads
from tracker.web.kit import me
from tracker.workflow import engine

FROM_AGENCIES = ("report", "opinion")
"""What the agencies say; the other kinds are the chair's."""
FIGURES_SHOWN = 25
MEGABYTE = 1024 * 1024


def told(session: WorkingSession) -> dict[str, Any]:
    """Everything the page shows; threads are looked up in two rounds, each for all kinds at once."""
    statements = queries.readable_statements(session, me())
    reported = reporting.of_session(session.id, me(), size=FIGURES_SHOWN)
    shown = [session, *statements, *reported]
    first = links.around(shown, me())
    followed = what_followed(session, [end for ends in first.targets.values() for end in ends], shown)
    state, kept = engine.state_of(session), kept_files(session)
    return {
        "session": session,
        "delegation": session.delegation,
        "state": state,
        "next": following(session),
        "when": when(session),
        "chair": session.chair,
        "came": [entry for entry in session.attendance if entry.role != "chair" or entry.name != session.chair],
        "attendees": [attendee(entry) for entry in session.attendance],
        "photographs": photographs(session, kept),
        "figures": [small(figure, list(reported), session) for figure in reported[:FIGURES_SHOWN]],
        "more_figures": len(reported) > FIGURES_SHOWN,
        "reports": sayings([said for said in statements if said.kind in FROM_AGENCIES], first, session),
        "conclusions": sayings([said for said in statements if said.kind not in FROM_AGENCIES], first, session),
        "is_unsent": bool(session.statements) and not statements,
        "proposals": followed["proposal"],
        "findings": followed["finding"],
        "known": known_facts(session),
        "is_ahead": not has_met(session),
        "notice_due": deadlines.programme(session, rules.basis()),
        "waived": [str(NAMES.get(name, name)) for name in session.waived_facts or []],
        "files": files(kept),
        "doing": kit.actions(session),
        "may_edit": engine.may_reword(session, me()),
        "may_add": engine.may_edit(session, me()),
        "offers": threads.offers(session, "findings.new"),
        "events": kit.timeline("session", session),
        **prepared(session),
    }


def prepared(session: WorkingSession) -> dict[str, Any]:
    """Programme, invitations and draft minutes: what is planned, who is asked, what those asked would change."""
    is_keeper = engine.may_edit(session, me())
    invited = [invitations.told(invitation, session) for invitation in session.invitations]
    return {
        "kind": SESSION_KINDS[session.kind],
        "is_survey": is_survey(session),
        "programme": [
            {"hour": f"{item.starts_at:%H:%M}" if item.starts_at else "", "text": item.text, "by": item.presenter}
            for item in session.programme
        ],
        "invited": [row if not is_keeper else row | {"reply_url": None} for row in invited],
        "replies": [
            {"label": _("Trả lời giấy mời"), "url": row["reply_url"], "tone": "primary"}
            for row in invited
            if row["reply_url"] and row["is_awaited"] and not is_keeper
        ],
        "may_say": may_say(session, me()),
        "amendments": [amendments.row(amendment) for amendment in amending.of_session(session.id, me())]
        if has_minutes(session)
        else [],
        "may_amend": amending_service.may_begin(session, me()),
    }


def following(session: WorkingSession) -> str:
    """Who acts next, and what they are to do."""
    roles, todo = awaited(session)
    if not todo:
        return ""
    who = " / ".join(str(LABELS[role]) for role in roles)
    return _("%(who)s: %(todo)s.", who=who, todo=todo)


# --- when, who --------------------------------------------------------------------------------------------------------


def when(session: WorkingSession) -> dict[str, Any]:
    """Chiều 10/05/2024, with what was inferred of it."""
    day = f"{PARTS[session.part]} {dates.format_vi(session.held_on)}"
    hour = _(", lúc %(hour)s", hour=f"{session.starts_at:%H:%M}") if session.starts_at else ""
    words = day[0].upper() + day[1:] + hour
    if is_inferred(session, "year"):
        return {"words": words, "note": _("năm suy đoán")}
    return {"words": words, "note": _("suy đoán") if is_inferred(session, "held_on") else ""}


def is_inferred(session: WorkingSession, name: str) -> bool:
    return name in (session.inferred or [])


def attendee(entry: Attendance) -> dict[str, Any]:
    about = [entry.office, "" if (entry.body or "") in entry.name else entry.body]
    if entry.in_place_of:
        about.append(_("dự thay %(who)s", who=entry.in_place_of))
    if entry.authorisation_number or entry.authorised_on:
        about.append(authorisation(entry))
    if entry.is_group:
        about.append(_("không nêu tên"))
    return {
        "id": entry.id,
        "name": entry.name,
        "role": ATTENDEE_ROLES[entry.role],
        "about": ", ".join(part for part in about if part),
    }


def authorisation(entry: Attendance) -> str:
    """giấy ủy quyền số 12/GUQ-SCT, ngày 10/05/2024"""
    number = _("giấy ủy quyền số %(number)s", number=entry.authorisation_number) if entry.authorisation_number else ""
    on = _("ngày %(day)s", day=dates.format_vi(entry.authorised_on)) if entry.authorised_on else ""
    return ", ".join(part for part in (number or _("có ủy quyền"), on) if part)


def known_facts(session: WorkingSession) -> list[dict[str, Any]]:
    """Label and value; an empty value reads "chưa có thông tin"."""
    attended = {True: _("có"), False: _("không"), None: None}[session.head_attended]
    if session.authorised_deputy:
        attended = _("không, ủy quyền %(who)s", who=session.authorised_deputy)
    pairs = [
        ("agencies", _("Cơ quan làm việc với Đoàn"), "; ".join(facts.agencies(session))),
        ("starts_at", _("Giờ bắt đầu"), f"{session.starts_at:%H:%M}" if session.starts_at else None),
        ("place", _("Nơi khảo sát") if is_survey(session) else _("Địa điểm"), session.place),
        *([("places_visited", _("Nơi đã đến"), "; ".join(visited(session)))] if is_survey(session) else []),
        ("chair", _("Chủ trì"), ", ".join(part for part in (session.chair, session.chair_office) if part)),
        ("secretary_name", _("Thư ký"), session.secretary_name),
        ("notice_sent_on", _("Gửi thông báo ngày"), day(session.notice_sent_on)),
        ("head_attended", _("Trưởng đoàn dự"), attended),
        *([("secretary_signed_at", _("Thư ký ký lúc"), signed)] if (signed := secretary_signed(session)) else []),
        ("signed_on", _("Ký biên bản ngày"), day(session.signed_on)),
        ("source_name", _("Nguồn"), session.source_name or session.old_source),
    ]
    hint = _("(suy đoán)")
    return [
        {"label": label, "value": value or None, "hint": hint if is_inferred(session, name) else None}
        for name, label, value in pairs
    ]


def is_survey(session: WorkingSession) -> bool:
    return session.kind == "survey"


def visited(session: WorkingSession) -> list[str]:
    return [line.strip() for line in session.places_visited.splitlines() if line.strip()]


def secretary_signed(session: WorkingSession) -> str:
    """09:00 15/06/2026, Lê Thị Ghi; of signed minutes always, and that it was on paper alone."""
    if session.secretary_signed_at is None:
        return _("chỉ ký trên bản giấy") if is_signed(session) and not session.old_record else ""
    moment = dates.format_moment(session.secretary_signed_at)
    return ", ".join(part for part in (moment, telling.person(session.secretary_signed_by_id)) if part)


def day(value: Any) -> str | None:
    return dates.format_vi(value) if value else None


def photographs(session: WorkingSession, kept: Sequence[Attachment]) -> list[dict[str, Any]]:
    """Pictures with captions and their size; `url` is None where an old source gives the caption alone."""
    sizes = {file.id: file.size for file in kept}
    return [
        {
            "id": photograph.id,
            "caption": photograph.caption,
            "size": attachment_size(sizes.get(photograph.attachment_id or 0)),
            "url": url_for("attachments.download", id=photograph.attachment_id) if photograph.attachment_id else None,
        }
        for photograph in session.photographs
    ]


def attachment_size(size: int | None) -> str:
    """1,2 MB; 340 KB"""
    if size is None:
        return ""
    if size < MEGABYTE:
        return _("%(n)s KB", n=max(1, round(size / 1024)))
    return _("%(n)s MB", n=format_vi(Decimal(f"{size / MEGABYTE:.1f}")))


def kept_files(session: WorkingSession) -> Sequence[Attachment]:
    return attachments.of("session", session.id)


def files(kept: Sequence[Attachment]) -> list[dict[str, Any]]:
    return [
        {"label": file.name, "url": url_for("attachments.download", id=file.id)}
        for file in kept
        if file.purpose != "photograph"
    ]


# --- figures ----------------------------------------------------------------------------------------------------------


def small(figure: Figure, reported: list[Figure], session: WorkingSession) -> dict[str, Any]:
    """A figure for the small table: a row of the sheet with shorter words."""
    row = figures.row(figure, reported)
    check = row["check"]
    whole = figure.unit == wording.PERCENT
    return row | {
        "url": None,
        "value": wording.measured(figure.value, figure.unit) if whole else row["value"],
        "unit": "" if whole else figure.unit,
        "scope": "",
        "verbatim": "",
        "check": {"holds": True, "text": f"= {check.addition}"} if check and check.holds else None,
        "warning": check.text if check and not check.holds else None,
        "source": reporters(row["agencies"], session),
    }


def reporters(names: Sequence[str], session: WorkingSession) -> str:
    """“cả hai cơ quan” where all the agencies of the session reported it together."""
    if len(names) > 1 and len(names) == len(session.agencies):
        return _("cả hai cơ quan") if len(names) == 2 else _("cả %(n)s cơ quan", n=len(names))
    return "; ".join(names)


# --- what was said ----------------------------------------------------------------------------------------------------


def sayings(statements: Sequence[Statement], threads_of: Threads, session: WorkingSession) -> list[dict[str, Any]]:
    """Sentences with the small mark of what became of each; who speaks is said once, until another speaks."""
    corrected = {said.corrects_id: said.code for said in session.statements if said.corrects_id}
    codes = {said.id: said.code for said in session.statements}
    newest = newest_rows(session.statements)
    found, last = [], ""
    for said in statements:
        speaker = ", ".join(part for part in (said.speaker, said.speaker_office) if part)
        found.append(
            {
                "id": said.code,
                "kind": kind_words(said, codes),
                "code": said.code,
                "text": said.text,
                "who": speaker if speaker != last else "",
                "addressed_to": said.addressed_to,
                "corrected_by": corrected.get(said.id),
                "became": threads.marks(threads_of.targets_of(said)),
                "actions": [*threads.offers(said), *corrections(said, newest[said.id]), *amending_of(said, session)],
            }
        )
        last = speaker
    return found


def kind_words(said: Statement, codes: dict[int, str]) -> str:
    if said.corrects_id:
        return _("đính chính %(code)s", code=codes.get(said.corrects_id, ""))
    return str(STATEMENT_KINDS[said.kind])


def corrections(said: Statement, holds: Statement) -> list[dict[str, Any]]:
    """Before the minutes are signed a sentence is mended; afterwards a new row corrects the one that holds now."""
    session = said.session
    if may_say(session, me()):
        return [{"label": _("Sửa"), "url": url_for("statements.edit", id=said.id)}]
    if said is holds and may_correct(session, me()):
        return [{"label": _("Đính chính"), "url": url_for("statements.new", session=session.id, corrects=said.id)}]
    return []


def amending_of(said: Statement, session: WorkingSession) -> list[dict[str, Any]]:
    """While the minutes are out for comment those who were there may propose another wording."""
    if not amending_service.may_begin(session, me()):
        return []
    return [{"label": _("Đề nghị sửa"), "url": url_for("amendments.new", id=session.id, statement=said.id)}]


# --- what followed ----------------------------------------------------------------------------------------------------


def what_followed(
    session: WorkingSession, ends: Iterable[End], known: Iterable[Any]
) -> dict[str, list[dict[str, Any]]]:
    """Proposals and findings that came out of the session, with what each rests on and what became of it."""
    records = {kind: of_kind(kind, ends) for kind in ("proposal", "finding")}
    loose = nowhere_else(session)
    made = [*records["finding"].values(), *records["proposal"].values(), *loose.values()]
    around = links.around(made, me(), known=known)
    for id, proposal in loose.items():
        if not any(end.kind in ("statement", "session") for end in around.sources_of(proposal)):
            records["proposal"][id] = proposal
    return {kind: [rested(kind, found[id], around) for id in sorted(found)] for kind, found in records.items()}


def of_kind(kind: str, ends: Iterable[End]) -> dict[int, Any]:
    return {end.id: end.record for end in ends if end.kind == kind}


def nowhere_else(session: WorkingSession) -> dict[int, Any]:
    """Proposals that name no statement belong here when the delegation has held no other session."""
    return {proposal.id: proposal for proposal in proposals.of_only_session(session.delegation_id, me())}


def rested(kind: str, record: Any, around: Threads) -> dict[str, Any]:
    return {
        "code": record.code,
        "kind": FINDING_KINDS[record.kind] if kind == "finding" else "",
        "text": record.text,
        "url": kit.url_of(kind, record.id),
        "state": engine.state_of(record),
        "basis": threads.marks(around.sources_of(record)),
        "became": threads.marks(around.targets_of(record)),
    }
