"""The page of one recommendation: what to do and by when, both truths, what closes it, reports, where it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE, OF_AGENCY, Role
from tracker.attachments import queries as attachments
from tracker.audit import queries as audit
from tracker.audit.models import AuditEvent
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _n, _p
from tracker.delegations.models import DOCUMENT_KINDS
from tracker.importing import notes as old_notes
from tracker.links import queries as links
from tracker.links.queries import End
from tracker.recommendations import deadlines, effects, lateness, milestones, naming, service, terms
from tracker.recommendations.deadlines import Deadline
from tracker.recommendations.extensions import service as extensions
from tracker.recommendations.extensions.workflow import EXTENSION
from tracker.recommendations.measures import ladder
from tracker.recommendations.measures import service as measures
from tracker.recommendations.measures.ladder import Next, Rung
from tracker.recommendations.models import (
    ADDRESSEE_KINDS,
    ASSIGNMENT_ROLES,
    CLAIMS,
    RESULT,
    Assignment,
    EvidenceItem,
    Extension,
    Measure,
    Milestone,
    Recommendation,
    Update,
)
from tracker.recommendations.queries import looking_back, reading, rollup
from tracker.recommendations.queries.reading import Part, Whole
from tracker.recommendations.workflow import (
    ASSIGNMENT,
    NAMES,
    RECOMMENDATION,
    UPDATE,
    answer_deadline,
    awaits_verdict,
    is_begun,
)
from tracker.terms import queries as handovers
from tracker.web import as_of, beginnings, documents, kit, late_words, progress_requests, telling, threads, wording
from tracker.web import evidence as evidence_page
from tracker.web.as_of import Standing
from tracker.web.follow_up import claimed
from tracker.web.kit import me
from tracker.workflow import engine

EVENTS_SHOWN = 50


def show(recommendation: Recommendation) -> Response:
    """At most 25 queries, however long its story. `?as_of=`: as it was known then."""
    standing = as_of.asked()
    whole = looking_back.whole(recommendation, me(), standing.at)
    if whole is None:
        return not_yet(recommendation, standing)
    with standing.known():
        shown = described(whole, is_past=standing.moment is not None)
        shown["events"] = story(recommendation, whole, until=standing.at)
    return kit.show(
        "recommendations/show.html", form=standing.form, standing=standing, print_url=standing.print_url, **shown
    )


def not_yet(recommendation: Recommendation, standing: Standing) -> Response:
    """It was not known then: nothing is shown, not even its words."""
    return kit.show("recommendations/not_yet.html", standing=standing, code=recommendation.code, form=standing.form)


def described(whole: Whole, *, is_past: bool) -> dict[str, Any]:
    """What the page shows; of the past nothing that acts, and no way to where more is known."""
    recommendation, reports, taken = whole.recommendation, whole.reports, whole.measures
    parts = shown_parts(whole.parts)
    is_council_side = reading.is_council_side(recommendation, me())
    main = main_task(recommendation, parts)
    due = deadline_of(recommendation, main)
    clock_stopped = main is not None and due is not None and has_stopped(main, due)
    shown = {
        "recommendation": recommendation,
        "delegation": recommendation.delegation,
        "delegation_crumb": beginnings.crumb_of(recommendation.delegation),
        "is_council_side": is_council_side,
        "state": engine.state_of(recommendation),
        "next": following(whole, None if clock_stopped else due, is_past=is_past),
        "due": due,
        "clock_stopped": clock_stopped,
        "has_passed": deadlines.has_passed_before_issue(recommendation),
        "main": main,
        "how": due.how if due else None,
        "facts": facts(recommendation, is_council_side=is_council_side, is_past=is_past),
        "truths": [truth(part, reports) for part in parts],
        "addressees": addressees(recommendation),
        "conditions": conditions(recommendation, parts),
        "checklists": checklists(parts, reports, is_past=is_past),
        "reports": [told(report, recommendation, is_past=is_past) for report in reports],
        "ladders": ladders(parts, taken, is_past=is_past),
        "hidden": len(whole.parts) - len(parts),
        **plans(parts, is_council_side=is_council_side, is_past=is_past),
        "extensions": [extension_told(extension, recommendation, is_past=is_past) for extension in whole.extensions],
    }
    return shown | (sources_then(whole) if is_past else present(whole))


def has_stopped(task: Assignment, due: Deadline) -> bool:
    """No deadline runs, or a report that was sent in time waits: no days are counted."""
    return task.is_timeless or (due.is_over and not effects.is_overdue(task))


def sources_then(whole: Whole) -> dict[str, Any]:
    """Where it came from, by the codes that its own events name."""
    return {"sources": [{"label": code} for code in whole.rests_on]}


def present(whole: Whole) -> dict[str, Any]:
    """What is done now, and where it leads."""
    recommendation, every = whole.recommendation, whole.parts
    parts, is_council_side = shown_parts(every), reading.is_council_side(recommendation, me())
    around = links.around([recommendation], me())
    came_from = chain_of(around.sources_of(recommendation))
    return {
        "progress_requests": progress_requests.of_recommendation(recommendation.id),
        "crumb_ends": came_from[:2],
        "sources": came_from,
        "became": threads.marks(around.targets_of(recommendation)),
        "suggested": suggested(recommendation, around.targets_of(recommendation)) if is_council_side else [],
        "rolled": rolled_up(recommendation) if is_council_side and len(every) > 1 else None,
        "has_grid": len(every) > 1 and (is_council_side or any(part.level == "state" for part in every)),
        "wording": wording.of_recommendation(recommendation) if is_council_side else None,
        "doing": doing(recommendation, parts, whole.reports),
        "extra": extra(recommendation),
        "tasks": tasks(parts, whole.reports),
    }


def suggested(recommendation: Recommendation, ends: Sequence[End]) -> list[dict[str, Any]]:
    """Resolutions that this led to, while it is open: it may be done, and somebody still has to verify."""
    if recommendation.state == RECOMMENDATION.start or engine.state_of(recommendation).final:
        return []
    promulgated = [
        end.record for end in ends if end.kind == "policy" and end.record.number and not end.record.repealed_on
    ]
    return [
        {"number": policy.number, "day": policy.signed_on, "url": kit.url_of("policy", policy.id)}
        for policy in promulgated
    ]


def addressees(recommendation: Recommendation) -> list[tuple[str, Any]]:
    """Of a draft; once it is issued, the tasks say it."""
    if recommendation.assignments:
        return []
    return [(naming.of_addressee(entry), ASSIGNMENT_ROLES[entry.role]) for entry in recommendation.addressees]


def main_task(recommendation: Recommendation, parts: Sequence[Part]) -> Assignment | None:
    """The task whose deadline the page speaks of: the reader's own, else the lead's."""
    lead = [part.assignment for part in parts if part.assignment.role == "lead"]
    return next(iter([*own_tasks(parts), *lead]), None)


def own_tasks(parts: Sequence[Part]) -> list[Assignment]:
    """Of the reader's agencies: those still to be done, or, where there are none, those that have ended."""
    own = [part.assignment for part in parts if part.assignment.agency_id in me().agency_ids]
    return [task for task in own if not ASSIGNMENT.state(task.state).final] or own


def deadline_of(recommendation: Recommendation, task: Assignment | None) -> Deadline | None:
    if task is None:
        return deadlines.deadline(recommendation.due_on)
    return deadlines.deadline(task.due_on, task.due_ends_on)


# --- the first line ---------------------------------------------------------------------------------------------------


def following(whole: Whole, due: Deadline | None, *, is_past: bool) -> dict[str, Any]:
    """What to do and by when; who acts next."""
    recommendation, parts, taken = whole.recommendation, whole.parts, whole.measures
    if recommendation.state == RECOMMENDATION.start:
        return following_draft(recommendation, is_past=is_past)
    if engine.state_of(recommendation).final:
        return {"tone": "done", "strong": ended(recommendation), "words": recommendation.withdrawal_reason}
    known = [part.assignment for part in parts if part.level in ("all", "state")]
    steps = [step for task in known if (step := next_step(task))]
    late = [task for task in known if effects.is_overdue(task)]
    if not late:
        over = [answer for task in known if (answer := answer_deadline(task)) is not None and answer.is_over]
        tone, strong = ("danger", over_words(over)) if over else ("next", in_time(due, known))
        return {"tone": tone, "strong": strong, "words": "; ".join(steps)}
    worst = min(deadlines.days_left(task.due_ends_on, clock.today()) for task in late if task.due_ends_on)
    urged = sum(measure.kind == "urge" for measure in taken)
    if urged:
        steps.append(_n("đã đôn đốc %(num)s lần", "đã đôn đốc %(num)s lần", urged))
    late_words = _n("Quá hạn %(num)s ngày làm việc.", "Quá hạn %(num)s ngày làm việc.", -worst)
    if not any(task.role == "lead" for task in late):
        late_words = f"{late[0].answering}: {late_words}"
    return {"tone": "danger", "strong": late_words, "words": "; ".join(steps)}


def over_words(over: Sequence[Deadline]) -> str:
    """By how much the earliest answer to a return is late."""
    days = -min(answer.days_left for answer in over)
    return _n("Quá ngày phải trả lời %(num)s ngày làm việc.", "Quá ngày phải trả lời %(num)s ngày làm việc.", days)


def following_draft(recommendation: Recommendation, *, is_past: bool) -> dict[str, Any]:
    """What still stands between a draft and its issue."""
    if is_past:
        words = (
            _("Dự thảo đã được duyệt, chưa ban hành.") if recommendation.is_approved else _("Dự thảo, chưa ban hành.")
        )
        return {"tone": "waiting", "strong": words}
    issue = RECOMMENDATION.transition("issue")
    missing = [str(sentence) for sentence in engine.unmet(issue, recommendation)] if issue else []
    if missing:
        return {"tone": "waiting", "strong": _("Dự thảo, chưa ban hành được."), "list": missing}
    return {"tone": "next", "strong": _("Đã duyệt."), "words": _("Văn phòng ban hành kiến nghị")}


def in_time(due: Deadline | None, known: Sequence[Assignment]) -> str:
    acting = [task for task in known if not ASSIGNMENT.state(task.state).final and not awaits_verdict(task)]
    if due is None or not acting or due.is_over:
        return ""
    if due.days_left == 0:
        return _("Đến hạn hôm nay.")
    return _n("Còn %(num)s ngày làm việc.", "Còn %(num)s ngày làm việc.", due.days_left)


def ended(recommendation: Recommendation) -> str:
    if recommendation.closed_at:
        day = format_vi(clock.local(recommendation.closed_at).date())
        return _("Đã đóng ngày %(day)s: mọi cơ quan đã kết thúc nhiệm vụ.", day=day)
    return _("Kiến nghị đã rút.")


def next_step(task: Assignment) -> str:
    state = ASSIGNMENT.state(task.state)
    if not state.todo:
        return ""
    who = task.answering if set(state.waits_for) <= set(OF_AGENCY) else _("Hội đồng nhân dân")
    words = str(state.todo)
    if answer := answer_deadline(task):
        day = format_vi(answer.due_on)
        if answer.is_over:
            return _("%(who)s %(what)s: đã quá ngày phải trả lời %(day)s", who=who, what=lower(words), day=day)
        return _("%(who)s %(what)s trước %(day)s", who=who, what=lower(words), day=day)
    return _("%(who)s %(what)s", who=who, what=lower(words))


def lower(words: str) -> str:
    return words[:1].lower() + words[1:]


# --- facts ------------------------------------------------------------------------------------------------------------


def facts(recommendation: Recommendation, *, is_council_side: bool, is_past: bool) -> list[Any]:
    """What stands below the deadline; the Council's side also sees who approved and who follows."""
    document = recommendation.document
    found: list[Any] = [{"label": _("Sản phẩm"), "value": recommendation.deliverable or None}]
    if document is not None:
        kind = DOCUMENT_KINDS[document.kind]
        words = _("%(kind)s số %(number)s", kind=kind, number=document.number)
        hint = _("ngày %(day)s", day=format_vi(document.issued_on))
        found.append({"label": _("Văn bản"), "value": words, "hint": hint})
    found += [] if is_past else of_terms(recommendation)
    if recommendation.addressee_text:
        found.append({"label": _("Nguồn ghi nơi nhận"), "value": recommendation.addressee_text})
    if not recommendation.assignments:
        found.append({"label": _("Loại nơi nhận"), "value": ADDRESSEE_KINDS[recommendation.addressee_kind]})
    if recommendation.old_record:
        found += of_old_register(recommendation, is_council_side=is_council_side)
    if is_council_side:
        found += council_facts(recommendation)
    return found


def of_old_register(recommendation: Recommendation, *, is_council_side: bool) -> list[dict[str, Any]]:
    """From which file it came, what that did not say, what it said of the result, and for the Council's side what besides."""
    source = {"label": _("Hồ sơ cũ, nhập từ"), "value": recommendation.old_reason, "hint": recommendation.old_source}
    missing = [str(NAMES.get(name, name)).lower() for name in recommendation.waived_facts or ()]
    lacking = [{"label": _("Chưa có thông tin"), "value": ", ".join(missing)}] if missing else []
    result = recommendation.old_result
    said = [{"label": _("Kết quả theo sổ cũ"), "value": result, "hint": _("chưa được xác nhận")}] if result else []
    if not is_council_side:
        return [source, *lacking, *said]
    others = [note for note in recommendation.old_notes or () if note[0] != RESULT]
    notes = [{"label": old_notes.heading_of(note), "value": note[2]} for note in others]
    return [source, *lacking, *said, *notes]


def of_terms(recommendation: Recommendation) -> list[dict[str, Any]]:
    """The term in which it was issued, and those that go on following it; with a way to the handover for its readers."""
    known = terms.of_one(recommendation)
    words = terms.in_words(known)
    if not words:
        return []
    fact = {"label": _("Khóa"), "value": words[:1].upper() + words[1:]}
    last = known.carried[-1][1] if known.carried else None
    code = handovers.readable([last.handover_id], me()).get(last.handover_id) if last else None
    if last is None or code is None:
        return [fact]
    linked = fact | {"url": url_for("term_handovers.show", id=last.handover_id), "hint": code}
    asked = {"label": _("Đề nghị của khóa trước"), "value": _("giám sát lại")}
    return [linked, asked] if last.oversee_again else [linked]


def council_facts(recommendation: Recommendation) -> list[Any]:
    approver, follower = recommendation.approved_by, recommendation.followed_by
    found: list[Any] = []
    if recommendation.approved_at and approver:
        day = format_vi(clock.local(recommendation.approved_at).date())
        found.append(
            {"label": _p("fact", "Duyệt dự thảo"), "value": approver.full_name, "hint": _("ngày %(day)s", day=day)}
        )
    words = follower.full_name if follower else _("theo người theo dõi Đoàn")
    found.append({"label": _("Chuyên viên theo dõi"), "value": words})
    return found


# --- both truths ------------------------------------------------------------------------------------------------------


def truth(part: Part, reports: Sequence[Update]) -> dict[str, Any]:
    """What the agency says beside what the Council's side found, as far as the reader may know either."""
    task = part.assignment
    row: dict[str, Any] = {"agency": naming.of_task(task), "role": str(ASSIGNMENT_ROLES[task.role])}
    if part.level in ("all", "state"):
        row["due"] = own_deadline(task)
    if part.level == "all":
        return row | said(task, reports) | found_out(task)
    row["unseen"] = True
    if part.level == "state":
        return row | {"verdict": ASSIGNMENT.state(task.state)}
    if part.accepted is not None:
        claim = claimed(part.accepted.claim, str(CLAIMS[part.accepted.claim]), None)
        return row | {"claim": claim, "claim_note": part.accepted.text, "verdict": ASSIGNMENT.state(task.state)}
    return row


def own_deadline(task: Assignment) -> dict[str, Any] | None:
    """The addressee's own, which may have been moved apart from the others': with the day first given and how often."""
    due = deadlines.deadline(task.due_on, task.due_ends_on)
    if due is None:
        return None
    return {
        "on": due.due_on,
        "ends_on": due.ends_on,
        "days_left": None if has_stopped(task, due) else due.days_left,
        "original_on": task.original_due_on,
        "extensions": task.extension_count,
    }


def said(task: Assignment, reports: Sequence[Update]) -> dict[str, Any]:
    if task.claim is None:
        return {"claim": None}
    last = next((report for report in reports if report.assignment_id == task.id and report.sent_at), None)
    return {
        "claim": claimed(task.claim, str(CLAIMS[task.claim]), task.percent),
        "claim_on": clock.local(task.claimed_at).date() if task.claimed_at else None,
        "claim_note": _("Văn phòng nhập từ văn bản giấy") if last and last.on_paper else "",
        "claim_files": [file_of(item) for item in last.evidence if item.attachment] if last else [],
    }


def found_out(task: Assignment) -> dict[str, Any]:
    reviewed = clock.local(task.reviewed_at).date() if task.reviewed_at else None
    waits = awaits_verdict(task)
    return {
        "verdict": ASSIGNMENT.state(task.state),
        "verdict_on": None if waits else reviewed,
        "verdict_by": waited(task) if waits else "",
        "verdict_note": "" if waits else task.verdict_note,
        "verdict_late": late_words.told(lateness.of_done(task)),
    }


def waited(task: Assignment) -> str:
    """How long a report has waited, in working days."""
    if task.sent_on is None:
        return ""
    days = max(-working_days().count(clock.today(), task.sent_on), 0)
    return _n("chờ %(num)s ngày làm việc", "chờ %(num)s ngày làm việc", days)


# --- what closes it ---------------------------------------------------------------------------------------------------


def checklists(parts: Sequence[Part], reports: Sequence[Update], *, is_past: bool) -> list[dict[str, Any]]:
    """Of each task of which the reader may know all: what must be proven, and with what it was."""
    items = [item for report in reversed(reports) for item in report.evidence]
    names = evidence_page.names_in(items)
    known = [part.assignment for part in parts if part.level == "all"]
    return [
        evidence_page.checklist(task, [item for item in items if item.assignment_id == task.id], names, is_past=is_past)
        for task in known
        if task.role == "lead" or any(item.assignment_id == task.id for item in items)
    ]


def conditions(recommendation: Recommendation, parts: Sequence[Part]) -> list[str]:
    """Their words alone: of a draft, and for those who may not know what the lead has handed in."""
    known = any(part.level == "all" and part.assignment.role == "lead" for part in parts)
    return [] if known else [condition.text for condition in recommendation.conditions]


def file_of(item: EvidenceItem) -> dict[str, Any]:
    return {"label": item.name, "url": url_for("attachments.download", id=item.attachment_id)}


# --- reports and measures ---------------------------------------------------------------------------------------------


def told(report: Update, recommendation: Recommendation, *, is_past: bool) -> dict[str, Any]:
    """One report for the list of reports."""
    task = next(task for task in recommendation.assignments if task.id == report.assignment_id)
    day = clock.local(report.sent_at).date() if report.sent_at else None
    return {
        "url": "" if is_past else url_for("updates.show", id=report.id),
        "label": task.name_at(report.sent_at),
        "day": day,
        "claim": CLAIMS[report.claim],
        "text": report.text,
        "state": UPDATE.state(report.state),
        "files": [file_of(item) for item in report.evidence if item.attachment],
        "on_paper": report.on_paper,
    }


def extension_told(extension: Extension, recommendation: Recommendation, *, is_past: bool) -> dict[str, Any]:
    """One request for a later deadline for the list of them."""
    task = next(task for task in recommendation.assignments if task.id == extension.assignment_id)
    until = extension.new_due_on or extension.proposed_due_on
    return {
        "url": "" if is_past else url_for("extensions.show", id=extension.id),
        "label": _("%(old)s → %(new)s", old=format_vi(extension.old_due_on), new=format_vi(until)),
        "agency": task.name_at(extension.requested_at),
        "document": extension.document,
        "state": EXTENSION.state(extension.state),
    }


PARTS_SHOWN = 20
"""With more agencies than these the others are read in the grid."""


def shown_parts(every: Sequence[Part]) -> list[Part]:
    """The reader's own and the lead's first, then as many others as a page holds."""
    first = [part for part in every if part.assignment.role == "lead" or part.assignment.agency_id in me().agency_ids]
    others = [part for part in every if part not in first]
    kept = [*first, *others[: max(PARTS_SHOWN - len(first), 0)]]
    return [part for part in every if part in kept]


def rolled_up(recommendation: Recommendation) -> rollup.OfRecommendation | None:
    return rollup.of_recommendations([recommendation.id]).get(recommendation.id)


def plans(parts: Sequence[Part], *, is_council_side: bool, is_past: bool) -> dict[str, Any]:
    """Of each task that the reader knows whole: the agency's plan with its milestones, and the roadmap that was decided."""
    known = [part.assignment for part in parts if part.level == "all"]
    progress = rollup.of_tasks([task.id for task in known if task.milestones]) if known and not is_past else {}
    verified = [one for task in known for one in task.milestones if one.is_verified]
    stand = rollup.standing([one.id for one in verified]) if verified and not is_past else None
    return {
        "plans": [plan(task, progress.get(task.id), stand, is_past=is_past) for task in known if has_plan(task)],
        "roadmaps": [
            roadmap(task, stand, is_past=is_past) for task in known if effects.follows_roadmap(task) or decided(task)
        ],
        "late_note": late_note(known) if is_council_side else "",
    }


def decided(task: Assignment) -> list[Milestone]:
    return [milestone for milestone in task.milestones if not milestone.is_planned]


def has_plan(task: Assignment) -> bool:
    return is_begun(task) and (bool(task.plan) or any(milestone.is_planned for milestone in task.milestones))


def plan(task: Assignment, progress: rollup.OfTask | None, stand: set[int] | None, *, is_past: bool) -> dict[str, Any]:
    promised = [milestone for milestone in task.milestones if milestone.is_planned]
    return {
        "agency": task.answering,
        "who": task.person_in_charge,
        "text": "" if effects.follows_roadmap(task) and not task.milestones else task.plan,
        "milestones": [milestone_told(milestone, stand, is_past=is_past) for milestone in promised],
        "progress": progress,
        "edit_url": plan_url(task) if not is_past and engine.may_edit(task, me()) else "",
    }


def plan_url(task: Assignment) -> str:
    return url_for("agency_plans.edit", assignment_id=task.id)


def late_note(tasks: Sequence[Assignment]) -> str:
    """A quiet line for the Council's side: milestones that have passed unreported."""
    late = [one for task in tasks for one in task.milestones if milestones.is_late(one, clock.today())]
    if not late:
        return ""
    return _n("%(num)s mốc đã qua mà chưa báo đạt.", "%(num)s mốc đã qua mà chưa báo đạt.", len(late))


def roadmap(task: Assignment, stand: set[int] | None, *, is_past: bool) -> dict[str, Any]:
    """The milestones in the order of their days; a roadmap that was once written as text stands in the plan."""
    return {
        "agency": task.answering,
        "plan": "" if task.milestones else task.plan,
        "milestones": [milestone_told(milestone, stand, is_past=is_past) for milestone in decided(task)],
    }


def milestone_told(milestone: Milestone, stand: set[int] | None, *, is_past: bool) -> dict[str, Any]:
    """`stand`: the milestones that were verified and not re-opened since; None where all are."""
    is_reported, due = milestone.is_reported, milestone.assignment.due_ends_on
    return {
        "is_verified": milestone.is_verified and (stand is None or milestone.id in stand),
        "is_beyond": milestone.is_planned and due is not None and milestone.due_on > due,
        "day": milestone.due_on,
        "text": milestone.text,
        "done_when": milestone.done_when,
        "is_reported": is_reported,
        "is_late": milestones.is_late(milestone, clock.today()),
        "url": url_for("updates.show", id=milestone.update_id) if is_reported and not is_past else "",
    }


def ladders(parts: Sequence[Part], taken: Sequence[Measure], *, is_past: bool) -> list[dict[str, Any]]:
    """For each task that the reader knows whole and that is late or was urged: the steps taken, and the next one."""
    rungs = ladder.rungs() if taken or any(effects.is_overdue(part.assignment) for part in parts) else []
    files = attachments.of_many("measure", [measure.id for measure in taken]) if taken else {}
    found = []
    for part in parts:
        own = [measure for measure in taken if measure.assignment_id == part.assignment.id]
        if part.level == "all" and rungs and (own or effects.is_overdue(part.assignment)):
            found.append(ladder_of(part.assignment, rungs, own, files, is_past=is_past))
    return found


def ladder_of(
    task: Assignment, rungs: Sequence[Rung], own: Sequence[Measure], files: Mapping[int, Any], *, is_past: bool
) -> dict[str, Any]:
    """The steps in their order: what was taken on each, which stands next and from when, which was left out."""
    is_running = effects.is_overdue(task) and not is_past
    following = ladder.following(rungs, task.due_ends_on, own) if is_running else None
    on_steps = ladder.climbed(rungs, own)
    top = ladder.reached(rungs, own)
    times: Counter[str] = Counter()
    rows = []
    for place, rung in enumerate(rungs):
        told_here = []
        for measure in on_steps[rung.key]:
            times[measure.kind] += 1
            told_here.append(
                measure_told(measure, task, times[measure.kind], files.get(measure.id, []), is_past=is_past)
            )
        is_next = following is not None and following.rung == rung
        rows.append(
            {
                "name": rung.name,
                "legal_basis": rung.legal_basis,
                "verified": rung.verified,
                "taken": told_here,
                "left_out": place < top and not told_here,
                "next": offer(task, following) if is_next and following else None,
            }
        )
    return {"agency": task.answering, "rows": rows}


def offer(task: Assignment, following: Next) -> dict[str, Any]:
    url = url_for("measures.new", assignment_id=task.id) if measures.may_take(task, me()) else ""
    return {"from_on": following.from_on, "is_due": following.from_on <= clock.today(), "url": url}


def measure_told(
    measure: Measure, task: Assignment, times: int, files: Sequence[Any], *, is_past: bool
) -> dict[str, Any]:
    """One measure on its step; urging is counted."""
    computed = None if is_past else measures.explained(measure)
    answer = 0 if is_past else measure.answer_update_id
    return {
        "times": times if measure.kind == "urge" else 0,
        "agency": task.name_at(measure.created_at),
        "id": measure.id,
        "number": measure.document_number,
        "day": measure.taken_on,
        "answer_due_on": measure.answer_due_on,
        "computed": computed,
        "kept": measure.answer_due_on if computed and computed.ends_on != measure.answer_due_on else None,
        "answered_on": measure.answered_on,
        "answered_with": measure.answered_with,
        "answer_url": url_for("updates.show", id=answer) if answer else "",
        "reopened_on": measure.reopened_on,
        "note": measure.note,
        "skip_reason": measure.skip_reason,
        "files": [{"label": file.name, "url": url_for("attachments.download", id=file.id)} for file in files],
        "letters": [] if is_past else documents.of(measure),
        "doing": [] if is_past else kit.actions(measure),
    }


# --- where it came from -----------------------------------------------------------------------------------------------


def chain_of(direct: Sequence[End]) -> list[dict[str, Any]]:
    """Session, statement or figure, finding: the way from the sentence to here."""
    findings = [end.id for end in direct if end.kind == "finding"]
    behind = links.sources("finding", findings, me()) if findings else {}
    chain: list[End] = []
    for end in direct:
        chain += [*(behind.get(end.id, []) if end.kind == "finding" else []), end]
    return threads.marks(once(chain))


def once(ends: Iterable[End]) -> list[End]:
    return list({(end.kind, end.id): end for end in ends}.values())


# --- what may be done -------------------------------------------------------------------------------------------------


def doing(recommendation: Recommendation, parts: Sequence[Part], reports: Sequence[Update]) -> list[dict[str, Any]]:
    """Buttons of the recommendation itself; with a single task of the reader's, that task's too."""
    own = own_tasks(parts)
    buttons = task_actions(own[0], reports) if len(own) == 1 else []
    return [*buttons, *kit.actions(recommendation)]


def extra(recommendation: Recommendation) -> list[dict[str, Any]]:
    found = []
    if engine.may_edit(recommendation, me()):
        found.append({"label": _("Sửa dự thảo"), "url": url_for("recommendations.edit", id=recommendation.id)})
    if Role.OFFICE in access.roles_on(me(), recommendation):
        found.append({"label": _("Người theo dõi"), "url": url_for("recommendations.follow", id=recommendation.id)})
    return found + threads.offers(recommendation, "policies.new")


def tasks(parts: Sequence[Part], reports: Sequence[Update]) -> list[dict[str, Any]]:
    """Buttons for each agency's task, where the reader acts on several of them."""
    own = own_tasks(parts)
    if len(own) == 1:
        return []
    rows = [(task, task_actions(task, reports)) for task in own or [part.assignment for part in parts]]
    return [{"agency": task.answering, "doing": buttons} for task, buttons in rows if buttons]


def planning(task: Assignment, roles: frozenset[Role]) -> list[dict[str, Any]]:
    """To the plan, where the agency has not written one yet."""
    if not roles & set(OF_AGENCY) or not engine.may_edit(task, me()) or has_plan(task):
        return []
    url = url_for("agency_plans.edit", assignment_id=task.id)
    return [{"label": _("Sửa kế hoạch"), "url": url, "tone": "secondary"}]


def task_actions(task: Assignment, reports: Sequence[Update]) -> list[dict[str, Any]]:
    """Steps of the task, and the pages on which something is written about it."""
    roles = access.roles_on(me(), task)
    found = [
        *reviewing(task, roles, reports),
        *writing(task, roles),
        *planning(task, roles),
        *asking(task),
        *kit.actions(task),
        *urging(task),
    ]
    return sorted(found, key=lambda action: action["tone"] == "secondary")


def reviewing(task: Assignment, roles: frozenset[Role], reports: Sequence[Update]) -> list[dict[str, Any]]:
    """To the report that waits for this person's verdict, where its evidence is read and the steps stand."""
    if not roles & set(engine.state_of(task).waits_for) & set(COUNCIL_SIDE):
        return []
    own = sorted((report for report in reports if report.assignment_id == task.id), key=lambda report: -report.id)
    report = next((report for report in own if engine.available(report, me())), None)
    if report is None:
        return []
    label = _("Xem báo cáo, xác nhận hoặc trả lại")
    return [{"label": label, "url": url_for("updates.show", id=report.id), "tone": "primary"}]


def writing(task: Assignment, roles: frozenset[Role]) -> list[dict[str, Any]]:
    if not service.takes_reports(task):
        return []
    if roles & set(OF_AGENCY) and is_begun(task):
        return [
            {"label": _("Cập nhật tình hình"), "url": url_for("updates.new", assignment_id=task.id), "tone": "primary"}
        ]
    if Role.OFFICE in roles:
        url = url_for("updates.new_on_paper", assignment_id=task.id)
        return [{"label": _("Nhập văn bản của cơ quan"), "url": url, "tone": "secondary"}]
    return []


def asking(task: Assignment) -> list[dict[str, Any]]:
    """To the request for a later deadline; one that is not decided yet opens instead."""
    if not extensions.may_ask(task, me()):
        return []
    return [
        {
            "label": _("Đề nghị gia hạn"),
            "url": url_for("extensions.new", assignment_id=task.id),
            "tone": "secondary",
        }
    ]


def urging(task: Assignment) -> list[dict[str, Any]]:
    if not measures.may_take(task, me()):
        return []
    url = url_for("measures.new", assignment_id=task.id)
    tone = "primary" if effects.is_overdue(task) else "secondary"
    label = _("Giám sát lại") if measures.kinds_for(task) else _("Đôn đốc, biện pháp khác")
    return [{"label": label, "url": url, "tone": tone}]


# --- the story --------------------------------------------------------------------------------------------------------


def story(recommendation: Recommendation, whole: Whole, *, until: datetime | None) -> list[dict[str, Any]]:
    """Newest first; what was sent tells what it claims, and leads to the report; so does a request."""
    events = audit.of_thread(
        "recommendation",
        recommendation.id,
        me(),
        council_side=reading.is_council_side(recommendation, me()),
        limit=EVENTS_SHOWN,
        until=until,
        also=reading.earlier_holders(recommendation, me()),
    )
    events = [event for event in events if not repeats(event)]
    by_id = {report.id: report for report in whole.reports}
    items = {item.id: item for report in whole.reports for item in report.evidence}
    readable = {extension.id for extension in whole.extensions}
    found = telling.told(events, me())
    for event, line in zip(events, found, strict=True):
        report = by_id.get(event.subject_id) if event.subject_kind == "update" else None
        if event.subject_kind == "evidence" and event.subject_id in items:
            line |= evidence_told(items[event.subject_id], is_past=until is not None)
        if event.subject_kind == "extension" and event.subject_id in readable and until is None:
            line["url"] = url_for("extensions.show", id=event.subject_id)
        if report is not None:
            if until is None:
                line["url"] = url_for("updates.show", id=report.id)
            if event.action in ("send", "enter_paper"):
                line["note"] = f"{line['note']} · {summary(report)}"
                line["files"] = [file_of(item) for item in report.evidence if item.attachment]
    return found


def evidence_told(item: EvidenceItem, *, is_past: bool) -> dict[str, Any]:
    address = {} if is_past else {"url": url_for("updates.show", id=item.update_id)}
    return {"note": item.name, **address}


FOLLOWED = ("send_report", "accept", "accept_partly", "return", "extend")


def repeats(event: AuditEvent) -> bool:
    """The task follows its report or request; the event of that tells it already."""
    return event.subject_kind == "assignment" and event.action in FOLLOWED


def summary(report: Update) -> str:
    words = str(CLAIMS[report.claim])
    return f"{words}, {report.percent} %" if report.percent is not None else words
