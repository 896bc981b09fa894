"""The page of one recommendation, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import Role
from tracker.core.i18n import _
from tracker.links import queries as links
from tracker.links.queries import End
from tracker.recommendations import deadlines, naming
from tracker.recommendations.models import ASSIGNMENT_ROLES, Recommendation
from tracker.recommendations.queries import looking_back, reading
from tracker.recommendations.queries.reading import Whole
from tracker.recommendations.workflow import RECOMMENDATION
from tracker.web import as_of, beginnings, kit, progress_requests, threads, wording
from tracker.web.as_of import Standing
from tracker.web.kit import me
from tracker.web.recommendation_page.acts import doing, tasks
from tracker.web.recommendation_page.facts import facts
from tracker.web.recommendation_page.first_line import following, has_stopped
from tracker.web.recommendation_page.plans import plans, rolled_up
from tracker.web.recommendation_page.pressing import ladders
from tracker.web.recommendation_page.reports import extension_told, told
from tracker.web.recommendation_page.story import story
from tracker.web.recommendation_page.truths import checklists, conditions, truth
from tracker.web.recommendation_page.whose import deadline_of, main_task, shown_parts
from tracker.workflow import engine


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


def extra(recommendation: Recommendation) -> list[dict[str, Any]]:
    found = []
    if engine.may_edit(recommendation, me()):
        found.append({"label": _("Sửa dự thảo"), "url": url_for("recommendations.edit", id=recommendation.id)})
    if Role.OFFICE in access.roles_on(me(), recommendation):
        found.append({"label": _("Người theo dõi"), "url": url_for("recommendations.follow", id=recommendation.id)})
    return found + threads.offers(recommendation, "policies.new")
