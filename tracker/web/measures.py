"""Taking a step against delay, for one task or for many overdue ones at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.errors import Invalid
from tracker.core.i18n import _, _n
from tracker.recommendations import deadlines, effects, service
from tracker.recommendations.forms import MeasureForm, OverdueFilter
from tracker.recommendations.measures import ladder, overdue
from tracker.recommendations.measures import service as measures
from tracker.recommendations.measures.ladder import Next, Rung
from tracker.recommendations.models import Assignment, Measure
from tracker.web import filtering, kit, paging, ticking
from tracker.web.kit import me
from tracker.workflow.together import Outcome

pages = Blueprint("measures", __name__)


@pages.route("/assignments/<int:assignment_id>/measures/new", methods=["GET", "POST"])
def new(assignment_id: int) -> Response:
    """The step that comes next is chosen already; any other may be."""
    task: Assignment = access.find("assignment", assignment_id, me())
    measures.require_taker(task, me())
    measures.require_open(task)
    rungs = ladder.rungs()
    following = ladder.following(rungs, task.due_ends_on, task.measures)
    names = offered(rungs, task)
    first = following.rung.kind if following and following.rung.kind in names else next(iter(names))
    begun = {"kind": first, "taken_on": clock.today()}
    form = kit.form(MeasureForm, begun, names=names, more=lambda given: measures.problems(task, given, rungs))
    if measures.EXPLANATION not in names:
        del form.is_complex
    back = kit.url_of("recommendation", task.recommendation_id)
    if kit.sent(form):
        with kit.trying(form):
            given = {**form.answers, "files": kit.uploads(form.files.data)}
            warn_of_number(measures.record_measure(given, me(), assignment=task, rungs=rungs))
            return kit.done(back, _("Đã ghi biện pháp đôn đốc."))
    return kit.show(
        "measures/new.html",
        form=form,
        task=task,
        recommendation=task.recommendation,
        due=deadlines.deadline(task.due_on, task.due_ends_on),
        times=service.times_urged(task),
        following=in_words(following) if following and effects.is_overdue(task) else "",
        legal_basis=following.rung.legal_basis if following else "",
        explanations=explanations(task) if measures.EXPLANATION in names else [],
        back=back,
    )


def warn_of_number(measure: Measure) -> None:
    """Two papers of one day bear one number: likely a slip of typing, which nothing forbids."""
    others = measures.other_papers(measure)
    if not others:
        return
    names = ladder.names_of_kinds(ladder.rungs())
    about = ", ".join(dict.fromkeys(f"{other.assignment.recommendation.code}: {names[other.kind]}" for other in others))
    words = _(
        "Số %(number)s ngày %(day)s đã ghi cho văn bản khác (%(about)s). Hãy kiểm tra lại số và ngày.",
        number=measure.document_number,
        day=format_vi(measure.taken_on),
        about=about,
    )
    flash(words, "warning")


def offered(rungs: list[Rung], task: Assignment) -> dict[str, str]:
    """Kinds of steps with their names, as the administrator calls them, in the order of the ladder."""
    names = ladder.names_of_kinds(rungs)
    allowed = measures.kinds_for(task)
    order = list(dict.fromkeys(rung.kind for rung in rungs))
    return {kind: names[kind] for kind in order if not allowed or kind in allowed}


def explanations(task: Assignment) -> list[Any]:
    """When an explanation asked for today would be due, plain and complex, with the way to the day."""
    found = [measures.by_rule(task, rule, clock.today()) for rule in (measures.EXPLANATION, measures.COMPLEX)]
    return [computed for computed in found if computed is not None]


def in_words(following: Next) -> str:
    """ "Yêu cầu giải trình, từ ngày 20/07/2026"."""
    name = following.rung.name
    if following.rung.kind == "urge":
        name = _("%(measure)s lần %(n)s", measure=name, n=following.times)
    return _("%(step)s, từ ngày %(day)s", step=name, day=format_vi(following.from_on))


# --- many at once -----------------------------------------------------------------------------------------------------


@pages.route("/measures/together", methods=["GET", "POST"])
def together() -> Response:
    """Overdue tasks to tick, and one form for all of them: one document, a measure and an event each."""
    overdue.require_taker(me())
    rungs = ladder.rungs()
    names = {kind: ladder.names_of_kinds(rungs)[kind] for kind in dict.fromkeys(rung.kind for rung in rungs)}
    form = kit.form(MeasureForm, {"kind": "urge", "taken_on": clock.today()}, names=names)
    if kit.sent(form):
        with kit.trying(form):
            tasks = overdue.chosen(me(), ticking.ticked())
            given = {**form.answers, "files": kit.uploads(form.files.data)}
            outcome = measures.record_together(tasks, given, me())
            if not outcome.done:
                raise Invalid({"": refusals(outcome)})
            for sentence in refusals(outcome):
                flash(sentence, "warning")
            warn_of_number(outcome.done[0])
            return kit.done(kit.place(), told(outcome))
    return sheet(form, rungs)


def told(outcome: Outcome) -> str:
    number = len(outcome.done)
    paper = outcome.done[0].document_number
    return _n(
        "Đã ghi %(num)s biện pháp theo văn bản %(paper)s.",
        "Đã ghi %(num)s biện pháp theo văn bản %(paper)s.",
        number,
        paper=paper,
    )


def refusals(outcome: Outcome) -> list[str]:
    """One sentence a reason, naming the tasks it holds for."""
    return [
        _("Chưa ghi cho %(tasks)s: %(why)s", tasks=ticking.tasks(tasks), why=why)
        for why, tasks in ticking.by_reason(outcome)
    ]


def sheet(form: MeasureForm, rungs: list[Rung]) -> Response:
    asked = OverdueFilter(request.args)
    asked.agency.choices = filtering.agencies()
    asked.delegation.choices = filtering.delegation_options()
    scope = {"agency": asked.agency.data or None, "delegation": asked.delegation.data or None}
    among = ticking.listed(request.args.get("among", ""))
    found = overdue.rows(me(), **scope, page=paging.number(), size=paging.size(), among=among)
    page = paging.page(found, overdue.count(me(), **scope, among=among))
    taken = ladder.taken_on_tasks([task.id for task in page.rows])
    known = ticking.sent()
    if among and request.method == "GET" and "chosen" not in request.args:
        known = {"all"}
    return kit.show(
        "measures/together.html",
        form=form,
        filter=asked,
        chips=filtering.chips(asked),
        page=page,
        address=paging.address,
        rows=[
            row(task, rungs, taken[task.id], is_ticked="all" in known or str(task.id) in known) for task in page.rows
        ],
    )


def row(task: Assignment, rungs: list[Rung], taken: list[Any], *, is_ticked: bool) -> dict[str, Any]:
    following = ladder.following(rungs, task.due_ends_on, taken)
    return {
        "task": task,
        "due": deadlines.deadline(task.due_on, task.due_ends_on),
        "urged": sum(measure.kind == "urge" for measure in taken),
        "next": in_words(following) if following else _("đã qua mọi bước"),
        "ticked": is_ticked,
    }
