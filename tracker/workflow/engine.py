"""The one place where a step is taken: check, change, audit, queue notices, in that order.

The rule is asked twice: `available` before a page is shown, `perform` again when it is done. The caller commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from tracker.accounts import access
from tracker.accounts.access import Kind
from tracker.accounts.actor import SYSTEM, Actor
from tracker.accounts.people import holders
from tracker.accounts.roles import COUNCIL_SIDE, OF_AGENCY, Role
from tracker.attachments import service as attachments
from tracker.audit import service as audit
from tracker.audit.models import AuditEvent
from tracker.core import clock
from tracker.core.errors import Forbidden, Impossible, Invalid, Stale
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.notifications import service as notifications
from tracker.workflow import checks, guards
from tracker.workflow.answers import check_answers, choices_of
from tracker.workflow.definition import Answers, Ask, Guard, State, Transition, Workflow


def register(kind: Kind) -> Kind:
    """Make a kind of record known, with its workflow's constraints in the database."""
    kind.model.__kind__ = kind.name
    if kind.workflow is not None:
        checks.attach(kind.model.__table__, kind.workflow)
    return access.register(kind)


def workflow_of(subject: Any) -> Workflow:
    workflow: Workflow = access.kind_of(subject).workflow
    return workflow


def state_of(subject: Any) -> State:
    return workflow_of(subject).state(subject.state)


def available(subject: Any, actor: Actor) -> list[Transition]:
    """The steps this person may take now, in the order of the definition; buttons and API both read this."""
    roles = access.roles_on(actor, subject)
    return [
        step
        for step in workflow_of(subject).transitions
        if subject.state in step.source and not step.auto and may_take(step, subject, actor, roles)
    ]


def may_take(step: Transition, subject: Any, actor: Actor, roles: frozenset[Role]) -> bool:
    if not roles & set(step.by) or any(bar.stands(subject, actor) for bar in step.bars):
        return False
    return all(guards.holds(guard, subject) for guard in step.guards if guard.hides)


def why_not(subject: Any, name: str, actor: Actor) -> str:
    """The sentence of the bar that keeps this person from a step that their role and the state would allow; else empty."""
    step = workflow_of(subject).transition(name)
    if step is None or subject.state not in step.source or not roles_allow(step, subject, actor):
        return ""
    return next((str(bar.sentence) for bar in step.bars if bar.stands(subject, actor)), "")


def unmet(step: Transition, subject: Any) -> list[str]:
    """The sentences of the guards that do not hold yet; shown beside the button and when it is pressed."""
    return guards.unmet(step, subject)


def may_edit(subject: Any, actor: Actor) -> bool:
    return bool(access.roles_on(actor, subject) & set(state_of(subject).edit))


def require_edit(subject: Any, actor: Actor) -> None:
    """Forbidden to those without the right in any state; Impossible when only the state stands in the way."""
    roles = access.roles_on(actor, subject)
    if roles & set(state_of(subject).edit):
        return
    workflow = workflow_of(subject)
    if any(roles & set(state.edit) for state in workflow.states):
        if subject.state == workflow.start:
            raise Impossible(_("“%(state)s” thì chưa sửa được.", state=state_of(subject).label))
        raise Impossible(_("“%(state)s” thì không sửa được nữa.", state=state_of(subject).label))
    raise Forbidden


def may_reword(subject: Any, actor: Actor) -> bool:
    return may_edit(subject, actor) and seal_of(subject) is None


def require_reword(subject: Any, actor: Actor) -> None:
    """As `require_edit`; Impossible also while a signature stands, which vouches for every word of the record."""
    require_edit(subject, actor)
    if seal := seal_of(subject):
        raise Impossible(seal.words(subject))


def seal_of(subject: Any) -> Guard | None:
    """The seal that keeps the record's words as they are now; None while they may be changed."""
    seal = workflow_of(subject).seal
    return None if seal is None or guards.holds(seal, subject) else seal


def require_create(workflow: Workflow, roles: frozenset[Role]) -> None:
    if not roles & set(workflow.create):
        raise Forbidden


def require_version(subject: Any, version: int | None) -> None:
    """Stale when somebody else has changed the record since this person read it."""
    if version is not None and version != subject.row_version:
        raise Stale


def step_named(subject: Any, name: str, actor: Actor) -> Transition:
    """The step, if this person may ever take it on this record; whether it is possible now is another question."""
    step = workflow_of(subject).transition(name)
    if step is None or step.auto:
        raise Invalid({"transition": [_("Không có bước “%(name)s” với hồ sơ này.", name=name)]})
    if not roles_allow(step, subject, actor):
        raise Forbidden
    for bar in step.bars:
        if bar.stands(subject, actor):
            raise Forbidden(bar.sentence)
    return step


def roles_allow(step: Transition, subject: Any, actor: Actor) -> bool:
    return bool(access.roles_on(actor, subject) & set(step.by))


def require_possible(step: Transition, subject: Any) -> None:
    """Impossible, naming both states, when the step does not start from where the record is."""
    if subject.state in step.source:
        return
    workflow = workflow_of(subject)
    now = workflow.state(subject.state).label
    if step.target == subject.state:
        raise Impossible(
            _("Không thể “%(step)s”: hồ sơ đã ở trạng thái “%(now)s” rồi, không cần làm lại.", step=step.label, now=now)
        )
    if step.target is None and (not step.among or subject.state in step.among):
        sources = "”, “".join(str(workflow.state(name).label) for name in step.source)
        raise Impossible(
            _(
                "Không thể “%(step)s”: hồ sơ đang ở trạng thái “%(now)s”, bước này chỉ làm khi ở “%(wanted)s”.",
                step=step.label,
                now=now,
                wanted=sources,
            )
        )
    raise Impossible(
        _(
            "Không thể “%(step)s”: hồ sơ đang ở trạng thái “%(now)s”, không chuyển được sang “%(wanted)s”.",
            step=step.label,
            now=now,
            wanted=workflow.state(step.target or step.among[0]).label,
        )
    )


def perform(
    subject: Any,
    name: str,
    actor: Actor,
    answers: Answers | None = None,
    *,
    version: int | None = None,
    tells: bool = True,
) -> AuditEvent:
    """Take a step. Raises Forbidden, Stale, Impossible, Invalid, in this order; then nothing has been written.

    `tells=False`: it is part of another step, which tells the same people of both.
    """
    step = step_named(subject, name, actor)
    require_version(subject, version)
    require_possible(step, subject)
    try:
        given = check_answers(step, subject, answers or {})
    except Invalid as wrong:
        # What stands in the way anyhow is said at once, not after the answers have been mended.
        in_the_way = unmet(step, subject)
        raise Invalid({**wrong.errors, "": in_the_way} if in_the_way else wrong.errors) from wrong
    return take(step, subject, actor, given, tells=tells)


def follow(subject: Any, name: str, actor: Actor, answers: Answers | None = None) -> AuditEvent:
    """Take an automatic step that follows from what `actor` has just done elsewhere; guards still hold."""
    step = workflow_of(subject).transition(name)
    if step is None or not step.auto:
        raise LookupError(f"{subject.__kind__} has no automatic step {name}")
    require_possible(step, subject)
    return take(step, subject, actor, answers or {}, followed=True)


def may_follow(subject: Any, name: str) -> bool:
    step = workflow_of(subject).transition(name)
    return step is not None and subject.state in step.source and not unmet(step, subject)


def take(
    step: Transition, subject: Any, actor: Actor, answers: Answers, *, followed: bool = False, tells: bool = True
) -> AuditEvent:
    missing = unmet(step, subject)
    if missing:
        raise Invalid({"": missing})
    workflow = workflow_of(subject)
    left = workflow.state(subject.state)
    role = Role.SYSTEM if followed else acting_role(step, subject, actor)
    target = step.choose(subject, answers) if step.choose else (step.target or subject.state)
    earlier = audit.snapshot(subject)
    chosen = labels(step, subject, answers)
    fitting = step.fitting(subject)  # of the state that it leaves
    if step.effect is not None:
        step.effect(subject, answers, actor)
    if target != subject.state:
        subject.state = target
    touch(subject, actor)
    before, after = audit.difference(earlier, subject)
    db.session.flush()
    asks = (*fitting, *step.about_parts(subject))
    bind_files(asks, subject, answers)
    answered = given(asks, answers)
    told = {ask.name: spoken(chosen.get(ask.name, value)) for ask, value in answered if not ask.apart}
    event = audit.record(
        subject,
        step.name,
        actor,
        role=role,
        before=before,
        after={**after, "answers": told} if told else after,
        reason=str(answers.get("reason") or ""),
        audience=audience_of(step, left, state_of(subject)),
        agency_id=getattr(subject, "event_agency_id", None),
    )
    if step.then is not None:
        step.then(subject, answers, actor)
    if tells:
        tell(step, subject, event)
    return event


def tell(step: Transition, subject: Any, event: AuditEvent) -> None:
    """Queue a notice for everybody whom the step concerns, as the record stands now that it has been taken."""
    place = access.place_of(subject)
    told = {role: set(holders(role, place)) for role in step.tell}
    everybody = {person for people in told.values() for person in people}
    agency = {person for role in OF_AGENCY for person in told.get(role, ())}
    notifications.queue(event, everybody, bystanders=everybody - agency)


def audience_of(step: Transition, *states: State) -> str:
    if step.within_agency:
        return "agency"
    return "council" if step.within_council else audience(*states)


def audience(*states: State) -> str:
    """Whose eyes an event is for: "all", the "council" side alone, or the "agency" alone."""
    if all(state.within_agency for state in states):
        return "agency"
    return "all" if any(state.shared for state in states) else "council"


def audience_now(subject: Any) -> str:
    """Whose eyes an event about the record as it stands is for."""
    kind = access.kind_of(subject)
    if kind.workflow:
        return audience(state_of(subject))
    return "all" if kind.shared is None or kind.shared(subject) else "council"


def touch(subject: Any, actor: Actor) -> None:
    """Every step and every edit is a new version of the record, also when only what hangs on it has changed."""
    subject.updated_at = clock.now()
    subject.updated_by_id = actor.id
    # Also within one tick of the clock, which may stand still.
    flag_modified(subject, "updated_at")


def acting_role(step: Transition, subject: Any, actor: Actor) -> Role:
    held = access.roles_on(actor, subject)
    return next(role for role in step.by if role in held)


def bind_files(asks: Sequence[Ask], subject: Any, answers: Answers) -> None:
    """Files handed in with a step belong to the record, unless the step's effect gave them another place."""
    for ask in asks:
        if ask.kind != "files":
            continue
        for attachment in answers.get(ask.name) or []:
            if attachment.subject_id is None:
                attachments.bind(attachment, subject.__kind__, subject.id, ask.name)


def given(asks: Sequence[Ask], answers: Answers) -> list[tuple[Ask, Any]]:
    """What was asked and answered."""
    return [(ask, answers[ask.name]) for ask in asks if answers.get(ask.name) not in (None, "", [])]


def labels(step: Transition, subject: Any, answers: Answers) -> dict[str, Any]:
    """Answers picked from a list that the record itself gave, in words: the list may be another one tomorrow."""
    picked = [(ask, value) for ask, value in given(step.asks_of(subject), answers) if callable(ask.choices)]
    return {ask.name: in_words(value, dict(choices_of(ask, subject))) for ask, value in picked}


def in_words(value: Any, known: dict[str, Any]) -> Any:
    """The label of what was picked; of each, where several were."""
    if isinstance(value, list):
        return [in_words(item, known) for item in value]
    return str(known.get(str(value), value))


def spoken(value: Any) -> Any:
    """An answer as the event keeps it: files by name and SHA-256."""
    if isinstance(value, list):
        return [spoken(item) for item in value]
    if hasattr(value, "sha256"):
        return {"id": value.id, "name": value.name, "sha256": value.sha256}
    return audit.plain(value)


def created(
    subject: Any,
    actor: Actor,
    *,
    roles: Sequence[Role] = (),
    agency_id: int | None = None,
    also: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write the first event of a new record, with all that it holds; `also` is what hangs on it, by name."""
    db.session.flush()
    held = access.roles_on(actor, subject)
    role = next((role for role in (*roles, *COUNCIL_SIDE, *held) if role in held), Role.SYSTEM)
    return audit.record(
        subject,
        "created",
        actor,
        role=role,
        after=audit.facts_of(subject) | {name: audit.plain(value) for name, value in (also or {}).items() if value},
        audience=audience_now(subject),
        agency_id=agency_id if agency_id is not None else getattr(subject, "event_agency_id", None),
    )


def edited(
    subject: Any,
    actor: Actor,
    earlier: dict[str, Any],
    *,
    reason: str = "",
    also: dict[str, tuple[Any, Any]] | None = None,
) -> AuditEvent | None:
    """Write the event of an edit: what changed since the snapshot `earlier`; None when nothing did.

    `also` names changes outside the record's own columns: name → (old, new).
    """
    before, after = audit.difference(earlier, subject)
    for name, (old, new) in (also or {}).items():
        if old != new:
            before[name], after[name] = audit.plain(old), audit.plain(new)
    if not after:
        return None
    touch(subject, actor)
    db.session.flush()
    kind = access.kind_of(subject)
    held = access.roles_on(actor, subject)
    wanted = state_of(subject).edit if kind.workflow else COUNCIL_SIDE
    role = next((role for role in (*wanted, *held) if role in held), Role.SYSTEM)
    return audit.record(
        subject,
        "edited",
        actor,
        role=role,
        before=before,
        after=after,
        reason=reason,
        audience=audience_now(subject),
        agency_id=getattr(subject, "event_agency_id", None),
    )


def enter_old(
    subject: Any, state: str, actor: Actor, *, reason: str, source: str, asked: Sequence[str] = ()
) -> AuditEvent:
    """Enter a record from an old dossier directly in the state it had reached (office only, checked by the caller).

    What that state would need and the dossier lacks is waived, and named in this one event; `asked` names further
    columns that the guards of the steps before it ask for.
    """
    workflow = workflow_of(subject)
    if not workflow.old_records:
        raise Impossible(_("Loại hồ sơ này không nhập theo hồ sơ cũ được."))
    if not reason.strip() or not source.strip():
        empty = _("Nhập hồ sơ cũ thì phải ghi lý do và nguồn.")
        raise Invalid({name: [empty] for name, text in (("reason", reason), ("source", source)) if not text.strip()})
    subject.old_record = True
    subject.old_reason, subject.old_source = reason, source
    subject.state = state
    facts = dict.fromkeys((*workflow.state(state).needs, *asked))
    subject.waived_facts = [fact for fact in facts if getattr(subject, fact) in (None, "")]
    db.session.flush()
    return audit.record(
        subject,
        "entered_old",
        actor,
        role=Role.OFFICE,
        after={**audit.facts_of(subject), "waived_facts": subject.waived_facts},
        reason=reason,
        audience=audience(state_of(subject)),
    )


OLD_RECORD_PAST = _l("đã nhập hồ sơ cũ")
CREATED_PAST = _l("đã tạo")
EDITED_PAST = _l("đã sửa")

__all__ = [
    "SYSTEM",
    "available",
    "created",
    "edited",
    "enter_old",
    "follow",
    "may_edit",
    "perform",
    "register",
    "require_create",
    "require_edit",
    "state_of",
    "unmet",
]
