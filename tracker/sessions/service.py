"""Writing working sessions: planning, old records, who came, photographs, what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.attachments import service as attachments
from tracker.audit import service as audit
from tracker.core import dates, sequences
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import Words, _, _l
from tracker.core.text import fold
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.search import service as search
from tracker.sessions import corrections, facts, queries
from tracker.sessions.models import Attendance, Photograph, Statement, WorkingSession
from tracker.sessions.workflow import SESSION, has_met, is_signed, start_delegation, takes_minutes
from tracker.workflow import engine

AUTHORISED = ("authorisation_number", "authorised_on")
PERSON = ("name", "office", "body")
ATTENDED = ("name", "is_group", "office", "body", "role", "in_place_of", "present", *AUTHORISED)
OLD_FACTS = ("notice_sent_on", "minutes_text", "secretary_name", "signed_on")


def create(answers: Mapping[str, Any], actor: Actor, *, delegation: Delegation) -> WorkingSession:
    """Plan a session; answers as SessionForm gives them. Its code is the next CLV-nn of the delegation."""
    delegations.require_begin(SESSION, delegation, actor)
    session = begin(answers, actor, delegation)
    db.session.add(session)
    engine.created(session, actor)
    index(session)
    return session


def enter_old(answers: Mapping[str, Any], actor: Actor, *, delegation: Delegation) -> WorkingSession:
    """Enter a session of an old dossier in the `state` it had reached, with `reason` and `source` (office only).

    Facts that the state needs and the source lacks stay empty, named in the one event (domain.md 7.1).
    """
    delegations.require_begin_old(delegation, actor)
    session = begin(answers, actor, delegation, reached=answers["state"])
    for name in OLD_FACTS:
        setattr(session, name, answers.get(name) or None)
    attended = answers.get("head_attended")
    session.head_attended = None if attended in (None, "") else attended in ("yes", True)
    db.session.add(session)
    engine.enter_old(session, answers["state"], actor, reason=answers["reason"], source=answers["source"])
    if has_met(session):
        start_delegation(session, {}, actor)
    index(session)
    return session


def edit(session: WorkingSession, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change what is in `answers`, leave the rest."""
    engine.require_reword(session, actor)
    earlier, named = audit.snapshot(session), facts.agencies(session)
    usual = facts.usual_title(session)
    facts.write(session, answers)
    if session.title == usual:
        session.title = facts.usual_title(session)  # it names whom the session is with now
    engine.edited(session, actor, earlier, also={"agencies": (named, facts.agencies(session))})
    index(session)


def begin(
    answers: Mapping[str, Any], actor: Actor, delegation: Delegation, *, reached: str = SESSION.start
) -> WorkingSession:
    session = WorkingSession(
        council_id=delegation.council_id,
        delegation=delegation,
        code=f"CLV-{sequences.take(db.session(), f'CLV/{delegation.id}'):02}",
        state=reached,
        created_by_id=actor.id,
        inferred=[],
        old_record=reached != SESSION.start,
        waived_facts=[],
    )
    facts.write(session, answers)
    return session


# --- who came, photographs --------------------------------------------------------------------------------------------


def add_attendance(session: WorkingSession, answers: Mapping[str, Any], actor: Actor) -> Attendance:
    """Add a person, or a group without names; answers as AttendanceForm gives them."""
    engine.require_reword(session, actor)
    earlier, came = audit.snapshot(session), facts.attendance(session)
    given = {name: answers[name] for name in ATTENDED if name in answers}
    require_authorised_before(session, given.get("authorised_on"))
    entry = Attendance(position=len(session.attendance), **given)
    require_not_there(session.attendance, entry, _l("%(name)s đã có trong thành phần dự."))
    session.attendance.append(entry)
    engine.edited(session, actor, earlier, also={"attendance": (came, facts.attendance(session))})
    index(session)
    return entry


def change_attendance(
    session: WorkingSession, entry: Attendance, answers: Mapping[str, Any], actor: Actor
) -> Attendance:
    """Correct what is known of somebody who came: in whose place, by which authorisation."""
    engine.require_reword(session, actor)
    require_authorised_before(session, answers.get("authorised_on"))
    earlier, before = audit.snapshot(session), facts.attended(entry)
    for name in ATTENDED:
        if name in answers:
            setattr(entry, name, answers[name])
    engine.edited(session, actor, earlier, also={"attendance": (before, facts.attended(entry))})
    index(session)
    return entry


def require_authorised_before(session: WorkingSession, day: date | None) -> None:
    """Whoever comes in somebody's place was authorised by the day of the session."""
    if day is not None and day > session.held_on:
        held = dates.format_vi(session.held_on)
        raise Invalid({"authorised_on": [_("Cuộc làm việc họp ngày %(day)s, ủy quyền phải có từ trước.", day=held)]})


def require_not_there(known: Iterable[Any], entry: Any, sentence: Words) -> None:
    """Nobody is invited or comes twice: another of the same name bears another office or comes from elsewhere."""
    if who(entry) in {who(other) for other in known}:
        raise Invalid({"name": [str(sentence) % {"name": entry.name or entry.body}]})


def who(entry: Any) -> tuple[str, ...]:
    return tuple(fold(getattr(entry, part) or "") for part in PERSON)


def remove_attendance(session: WorkingSession, entry: Attendance, actor: Actor) -> None:
    engine.require_reword(session, actor)
    earlier, came = audit.snapshot(session), facts.attendance(session)
    session.attendance.remove(entry)
    engine.edited(session, actor, earlier, also={"attendance": (came, facts.attendance(session))})
    index(session)


def add_photograph(session: WorkingSession, answers: Mapping[str, Any], actor: Actor) -> list[Photograph]:
    """Add a caption with its `files` (attachments, pictures only), one photograph a file; or the caption alone."""
    engine.require_edit(session, actor)
    files = list(answers.get("files") or [])
    if any(not file.is_image for file in files):
        raise Invalid({"files": [_("Hãy chọn tệp ảnh JPG hoặc PNG.")]})
    for file in files:
        attachments.scale_down(file)
    earlier, shown = audit.snapshot(session), facts.captions(session)
    added = [
        Photograph(caption=answers["caption"], attachment_id=file.id if file else None, position=len(shown) + place)
        for place, file in enumerate(files or [None])
    ]
    session.photographs.extend(added)
    for file in files:
        attachments.bind(file, "session", session.id, "photograph", caption=answers["caption"])
    engine.edited(session, actor, earlier, also={"photographs": (shown, facts.captions(session))})
    index(session)
    return added


def remove_photograph(session: WorkingSession, photograph: Photograph, actor: Actor) -> None:
    engine.require_edit(session, actor)
    earlier, shown = audit.snapshot(session), facts.captions(session)
    if (file := queries.file_of(photograph)) is not None:
        attachments.unbind(file)
    session.photographs.remove(photograph)
    db.session.delete(photograph)
    engine.edited(session, actor, earlier, also={"photographs": (shown, facts.captions(session))})
    index(session)


# --- what was said ----------------------------------------------------------------------------------------------------


def add_statement(
    session: WorkingSession, answers: Mapping[str, Any], actor: Actor, *, typed_key: str | None = None
) -> Statement:
    """Write down what somebody said; answers as StatementForm gives them. Its code is the next PB-nn of the session.

    Once the minutes are signed only a correction is taken: a new row that names the one it corrects (SM3); Impossible
    when that one has been corrected already.
    """
    corrects_id = answers.get("corrects_id")
    require_writable(session, corrects_id, actor)
    number = sequences.take(db.session(), f"PB/{session.id}")
    if corrects_id is not None:
        corrections.require_newest(queries.statement(corrects_id, actor))
    statement = Statement(
        council_id=session.council_id,
        delegation_id=session.delegation_id,
        session=session,
        code=f"PB-{number:02}",
        position=number,
        corrects_id=corrects_id,
        typed_key=typed_key or None,
        created_by_id=actor.id,
    )
    facts.write_statement(statement, answers)
    db.session.add(statement)
    engine.created(statement, actor)
    index_statement(statement)
    return statement


def edit_statement(statement: Statement, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change a statement while the minutes are unsigned; afterwards Impossible."""
    require_writable(statement.session, None, actor)
    earlier = audit.snapshot(statement)
    facts.write_statement(statement, answers)
    engine.edited(statement, actor, earlier)
    index_statement(statement)


def may_say(session: WorkingSession, actor: Actor) -> bool:
    """May this person write down what is said, and mend it?"""
    try:
        require_writable(session, None, actor)
    except (Forbidden, Impossible):
        return False
    return True


def may_correct(session: WorkingSession, actor: Actor) -> bool:
    """May this person correct what has been signed?"""
    return is_signed(session) and bool(access.roles_on(actor, session) & set(SESSION.create))


def require_writer(session: WorkingSession, actor: Actor) -> None:
    """Forbidden to all but office and secretary; Impossible once the session can no more be held, and while the
    secretary's signature stands."""
    if not is_signed(session):
        engine.require_reword(session, actor)
    elif not access.roles_on(actor, session) & set(SESSION.create):
        raise Forbidden


def require_writable(session: WorkingSession, corrects_id: int | None, actor: Actor) -> None:
    """As `require_writer`; and Impossible before the day of the session, and where signed minutes stand in the way."""
    require_writer(session, actor)
    if is_signed(session) and corrects_id is None:
        raise Impossible(_("Biên bản đã ký nên không thêm, không sửa phát biểu được. Hãy ghi một dòng đính chính."))
    if not is_signed(session) and not takes_minutes(session):
        raise Impossible(
            _(
                "Chưa ghi phát biểu được: chỉ ghi từ ngày họp (%(day)s), sau khi đã thông báo cuộc làm việc.",
                day=dates.format_vi(session.held_on),
            )
        )
    if corrects_id is not None and corrects_id not in {known.id for known in session.statements}:
        raise Invalid({"corrects_id": [_("Hãy chọn phát biểu của chính cuộc làm việc này để đính chính.")]})


def index(session: WorkingSession) -> None:
    search.index(
        kind="session",
        subject_id=session.id,
        council_id=session.council_id,
        code=session.code,
        title=session.title or session.code,
        texts=[
            session.chair,
            session.chair_office,
            session.place,
            *facts.agencies(session),
            *facts.attendance(session),
            *facts.programme(session),
            session.places_visited,
            *facts.captions(session),
            session.source_name,
            session.minutes_text,
        ],
        day=session.held_on,
    )


def index_statement(statement: Statement) -> None:
    search.index(
        kind="statement",
        subject_id=statement.id,
        council_id=statement.council_id,
        code=statement.code,
        title=statement.text,
        texts=[statement.speaker, statement.speaker_office, statement.addressed_to],
        day=statement.session.held_on,
    )
