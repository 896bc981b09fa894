"""The life of a request for a later deadline: an officer drafts, the leader asks, the Council's side decides with a
document (domain.md 6.4 SM5: before or after the deadline; the new date lies after the old one, which is kept)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _l
from tracker.organizations import sign_off
from tracker.recommendations import effects, queries
from tracker.recommendations.models import Assignment, Extension
from tracker.recommendations.workflow import AGENCY, LEADER, OFFICE, STANDING, WRITTEN, assignment_place
from tracker.workflow import engine
from tracker.workflow.asks import CLEAR_REASON, OPTIONAL_SIGNER, not_in_past
from tracker.workflow.definition import Answers, Ask, Guard, State, Transition, Workflow

TASK_RUNS = Guard(
    "task_runs",
    _l("Nhiệm vụ này không còn thời hạn nào đang chạy để gia hạn."),
    lambda extension: effects.is_extendable(extension.assignment),
)


OWN_WORDS = sign_off.own_words(sign_off.writer_of)


def not_later(new_due_on: date, old_due_on: date) -> str | None:
    """The sentence that refuses a date which is not after the old one, or ends with it on the same working day."""
    if new_due_on <= old_due_on:
        return _("Hạn mới phải sau hạn hiện tại %(day)s.", day=format_vi(old_due_on))
    ends_on = working_days().end_of(old_due_on)
    if working_days().end_of(new_due_on) > ends_on:
        return None
    return _(
        "Hạn hiện tại %(day)s rơi vào ngày nghỉ nên đã kéo đến hết %(end)s; hạn mới phải sau ngày đó.",
        day=format_vi(old_due_on),
        end=format_vi(ends_on),
    )


def not_grantable(new_due_on: date, extension: Extension) -> str | None:
    """Nor is a day granted that is over when it is decided on."""
    sentence: str | None = not_later(new_due_on, extension.old_due_on) or not_in_past(new_due_on, extension)
    return sentence


def ask(extension: Extension, _answers: Answers, actor: Actor) -> None:
    extension.requested_by_id, extension.requested_at = actor.id, clock.now()
    extension.stand_in_id = actor.stand_in_at(assignment_place(extension.assignment))


def grant(extension: Extension, answers: Answers, actor: Actor) -> None:
    extension.new_due_on = answers["new_due_on"]
    decide(extension, answers, actor)


def decide(extension: Extension, answers: Answers, actor: Actor) -> None:
    """Who, when, in which document."""
    extension.document = effects.write_decision(extension.delegation, answers, actor)
    extension.decided_by_id, extension.decided_at = actor.id, clock.now()
    extension.decision_note = answers.get("reason") or answers.get("note") or ""


def move_deadline(extension: Extension, _answers: Answers, actor: Actor) -> None:
    engine.follow(extension.assignment, "extend", actor, {"new_due_on": extension.new_due_on})


EXTENSION = Workflow(
    name="extension",
    label=_l("Đề nghị gia hạn"),
    source="domain.md 6.4 SM5; features.md F46, U04",
    start="draft",
    create=AGENCY,
    states=(
        State(
            "draft", _l("Đang soạn"), icon="pencil", edit=AGENCY, shared=True, within_agency=True,
            waits_for=(Role.AGENCY_LEADER,), todo=_l("Gửi đề nghị gia hạn"),
        ),
        State(
            "requested", _l("Chờ quyết định"), tone="waiting", icon="hourglass-split", shared=True, needs=("requested_at",),
            waits_for=(STANDING, LEADER), todo=_l("Quyết định gia hạn"),
        ),
        State(
            "granted", _l("Được gia hạn"), tone="done", icon="check-lg", shared=True, final=True,
            needs=("requested_at", "decided_at", "new_due_on", "document_id"),
        ),
        State(
            "refused", _l("Không gia hạn"), tone="plain", icon="x-lg", shared=True, final=True,
            needs=("requested_at", "decided_at", "document_id"),
        ),
    ),
    transitions=(
        *sign_off.steps("draft"),
        Transition(
            "request", _l("Gửi đề nghị gia hạn"), ("draft",), "requested", past=_l("đã đề nghị gia hạn"), by=(Role.AGENCY_LEADER,),
            guards=(TASK_RUNS,), bars=(OWN_WORDS,), effect=ask, tell=(STANDING, LEADER, OFFICE),
        ),
        Transition(
            "grant", _l("Đồng ý gia hạn"), ("requested",), "granted", past=_l("đã đồng ý gia hạn"), by=(STANDING, LEADER),
            asks=(
                Ask(
                    "new_due_on", _l("Hạn mới"), kind="date", default=lambda extension: extension.proposed_due_on,
                    check=not_grantable,
                ),
                *WRITTEN,
                OPTIONAL_SIGNER,
                Ask("note", _l("Ghi chú"), kind="longtext", required=False),
            ),
            guards=(TASK_RUNS,), effect=grant, then=move_deadline, tell=(*AGENCY, OFFICE),
        ),
        Transition(
            "refuse", _l("Không đồng ý gia hạn"), ("requested",), "refused", past=_l("đã không đồng ý gia hạn"), tone="secondary", by=(STANDING, LEADER),
            asks=(CLEAR_REASON, *WRITTEN, OPTIONAL_SIGNER), effect=decide, tell=(*AGENCY, OFFICE),
        ),
    ),
)

NAMES: dict[str, Any] = {
    "state": _l("Trạng thái"),
    "old_due_on": _l("Hạn hiện tại"),
    "proposed_due_on": _l("Hạn đề nghị"),
    "reason": _l("Lý do"),
    "requested_at": _l("Lúc đề nghị"),
    "requested_by_id": _l("Người đề nghị"),
    "new_due_on": _l("Hạn mới"),
    "decided_at": _l("Lúc quyết định"),
    "decided_by_id": _l("Người quyết định"),
    "decision_note": _l("Ý kiến quyết định"),
    "document_id": _l("Văn bản"),
}
KIND = engine.register(
    Kind(
        name="extension",
        model=Extension,
        label=_l("Đề nghị gia hạn"),
        plural="extensions",
        visible=queries.extension_visible,
        place=lambda extension: assignment_place(extension.assignment),
        title=lambda extension: extension.reason,
        thread=lambda extension: ("recommendation", extension.assignment.recommendation_id),
        workflow=EXTENSION,
        names=lambda: NAMES,
        named_by=((Extension.assignment, Assignment.recommendation),),
    )
)
