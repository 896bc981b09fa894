"""A record of any kind with a life of its own as it stood at a past moment (`?as_of=`, F57): its state, what its events had
said of it, and its story up to then. Recommendations and figures have pages of the past of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Flask, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.access import KINDS
from tracker.audit import queries as audit
from tracker.audit.models import AuditEvent
from tracker.core.errors import DomainError
from tracker.core.i18n import _
from tracker.documents.kinds import KINDS as KINDS_OF_DOCUMENTS
from tracker.history import events as history
from tracker.web import as_of, kit, paging, telling
from tracker.web.kit import me

OWN_PAGES = (
    "programmes.index",
    "recommendations.index",
    "recommendations.show",
    "rates.show",
    "statistics.show",
    "scorecards.show",
    "agency_grid.of_recommendation",
    "agency_grid.of_delegation",
    "progress_requests.index",
    "reports.index",
    "reports.overdue",
    "figures.sheet",
    "findings.index",
    "proposals.index",
    "delegations.index",
    "policies.index",
    *(f"documents.{kind}" for kind in KINDS_OF_DOCUMENTS),
)
"""They look back by themselves, or say that they do not."""
INDICATORS = ("indicators.index", "indicators.show", "comparison.show")
"""What needs a look is of now; the figures of then are on their sheet."""
MOST_EVENTS = 2_000
TOLD = 50


def init_app(app: Flask) -> None:
    app.before_request(answer)
    app.context_processor(in_templates)


def in_templates() -> dict[str, Any]:
    """`of_now`: the address of the same page without the moment that it cannot look back to."""
    return {
        "look_back": as_of.asked() if kind_asked() and not is_asked() else None,
        "of_now": paging.address(**as_of.NOW) if is_of_now() else "",
    }


def answer() -> Response | None:
    """The sheet of the past in place of the record's page, where its address asks for one."""
    if not is_asked() or request.endpoint in OWN_PAGES:
        return None
    if request.endpoint in INDICATORS:
        return redirect(
            url_for("figures.sheet", delegation=(request.view_args or {})["id"], as_of=as_of.given().get("as_of"))
        )
    kind = kind_asked()
    if not kind:
        return None
    record = access.find(kind, (request.view_args or {})["id"], me())
    thread = thread_of(kind, record)
    if thread == (kind, record.id):
        return sheet(kind, record)
    return redirect(kit.url_of(*thread, as_of=as_of.given().get("as_of")))


def is_asked() -> bool:
    """A page, and of somebody who has signed in; the API says for itself what it can look back at."""
    if request.method != "GET" or not request.endpoint or request.path.startswith("/api/"):
        return False
    return any(name in request.args for name in as_of.NAMES) and current_user.is_authenticated


def is_of_now() -> bool:
    """Is a page asked to look back that tells of now alone?"""
    return is_asked() and not looks_back()


def looks_back() -> bool:
    """Does the page heed a moment in its address?"""
    return request.endpoint in (*OWN_PAGES, *INDICATORS) or bool(kind_asked())


def require_now() -> None:
    """DomainError where a file that tells of now alone is asked to look back: it has no room to say so."""
    if is_of_now():
        raise DomainError(_("Danh sách này chỉ cho biết hiện tại. Hãy bỏ thời điểm khỏi địa chỉ rồi tải về."))


def kind_asked() -> str:
    """The kind whose page is asked for, where it has a life that can be looked back at here."""
    kind = next((kind for kind, endpoint in kit.PAGES.items() if endpoint == request.endpoint), "")
    return kind if kind and request.endpoint not in OWN_PAGES and KINDS[kind].workflow else ""


def thread_of(kind: str, record: Any) -> tuple[str, int]:
    """The record on whose page the story is read."""
    thread = KINDS[kind].thread
    return thread(record) if thread else (kind, record.id)


def sheet(kind: str, record: Any) -> Response:
    standing = as_of.asked()
    known = [] if standing.is_wrong else heard(kind, record, standing)
    own = [event for event in known if (event.subject_kind, event.subject_id) == (kind, record.id)]
    state = state_then(kind, record, own, standing)
    return kit.show(
        "looking_back/record.html",
        standing=standing,
        form=standing.form,
        code=getattr(record, "code", "") or "",
        label=KINDS[kind].label,
        state=state,
        facts=said(own) if state else [],
        events=telling.told(known[:TOLD], me()) if state else [],
        print_url=standing.print_url if state else None,
    )


def heard(kind: str, record: Any, standing: as_of.Standing) -> Sequence[AuditEvent]:
    """The story up to the moment, newest first, as far as this person may know it."""
    side = kit.is_council_side(record)
    return audit.of_thread(kind, record.id, me(), council_side=side, limit=MOST_EVENTS, until=standing.exactly.at)


def state_then(kind: str, record: Any, own: Sequence[AuditEvent], standing: as_of.Standing) -> Any:
    """None: it was not there yet, or not for this reader: an agency knows of no state in which others alone read it."""
    workflow = KINDS[kind].workflow
    if not own:
        return None
    if kit.is_council_side(record):
        told = (after["state"] for after in (event.after or {} for event in own) if "state" in after)
        return workflow.state(next(told, workflow.start))
    facts = history.facts_at(kind, [record.id], standing.exactly.at)[record.id]
    state = workflow.state(facts.get("state") or workflow.start)
    return state if state.shared or state.within_agency else None


def said(own: Sequence[AuditEvent]) -> list[tuple[str, str]]:
    """The last word on each fact: (label, value); what was emptied again is left out."""
    found: dict[str, str] = {}
    for event in telling.told(reversed(own), me()):
        found |= {change["label"]: change["new"] for change in event["changes"]}
    found.pop(_("Trạng thái"), None)
    return [(label, value) for label, value in found.items() if value]
