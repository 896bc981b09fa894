"""The life of a job (trust.md: at least once, leased, visible): workers take it, the administrator may have it tried
again. Workers change its state by conditional statements of their own (`jobs.queue`), which this life describes."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, true

from tracker.accounts.access import Kind
from tracker.accounts.actor import NO_COUNCIL, Actor, Place
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.jobs import queue
from tracker.jobs.models import Job
from tracker.jobs.registry import KINDS
from tracker.workflow import engine
from tracker.workflow.definition import Answers, State, Transition, Workflow

NOWHERE = Place(council_id=NO_COUNCIL)
TRY_AGAIN = "retry_by_command"


def try_again(job: Job, _answers: Answers, _actor: Actor) -> None:
    """From the beginning, at once, with as many attempts as a new one."""
    job.attempts, job.run_after = 0, clock.now()
    job.finished_at, job.owner, job.leased_until = None, "", None
    queue.announce()


JOB = Workflow(
    name="job",
    label=_l("Việc chạy nền"),
    source="trust.md, jobs",
    start="waiting",
    states=(
        State("waiting", _l("Đang chờ"), icon="clock-history"),
        State("running", _l("Đang chạy"), tone="info", icon="circle-half"),
        State("finished", _l("Đã xong"), tone="done", icon="check-lg", final=True),
        State(
            "failed",
            _l("Không làm được"),
            tone="returned",
            icon="exclamation-triangle-fill",
            waits_for=(Role.ADMIN,),
            todo=_l("Chạy lại"),
        ),
    ),
    transitions=(
        Transition("take", _l("Bắt đầu chạy"), ("waiting", "running"), "running", past=_l("đã bắt đầu"), auto=True),
        Transition("finish", _l("Xong"), ("running",), "finished", past=_l("đã xong"), auto=True),
        Transition("put_off", _l("Để chạy lại sau"), ("running",), "waiting", past=_l("đã để lại sau"), auto=True),
        Transition("give_up", _l("Thôi không thử nữa"), ("running",), "failed", past=_l("đã thôi thử"), auto=True),
        Transition(
            TRY_AGAIN,
            _l("Cho chạy lại từ dòng lệnh"),
            ("failed",),
            "waiting",
            past=_l("đã được cho chạy lại từ dòng lệnh"),
            auto=True,
            effect=try_again,
        ),
        Transition(
            "retry",
            _l("Chạy lại"),
            ("failed",),
            "waiting",
            past=_l("đã cho chạy lại"),
            by=(Role.ADMIN,),
            effect=try_again,
        ),
    ),
)
NAMES = {
    "state": _l("Trạng thái"),
    "attempts": _l("Số lần thử"),
    "run_after": _l("Chạy từ lúc"),
    "error": _l("Lỗi"),
    "finished_at": _l("Kết thúc lúc"),
}


def visible(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.is_admin else false()


def title(job: Job) -> str:
    """What it is, and about what."""
    kind = KINDS.get(job.kind)
    if kind is None:
        return job.kind
    about = kind.about(job.payload) or job.key.removeprefix(job.kind).strip()
    return f"{kind.label}: {about}"


KIND = engine.register(
    Kind(
        name="job",
        model=Job,
        label=_l("Việc chạy nền"),
        plural="jobs",
        visible=visible,
        place=lambda _job: NOWHERE,
        title=title,
        workflow=JOB,
        names=lambda: NAMES,
    )
)
