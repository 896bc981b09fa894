"""Recommendations: the follow-up table, one record, drafting, and who follows it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import Role
from tracker.core import database
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.links import origins
from tracker.recommendations import service
from tracker.recommendations.forms import FollowerForm, RecommendationForm, answers_of
from tracker.recommendations.models import Recommendation
from tracker.recommendations.queries import reading
from tracker.recommendations.wording import reading as wordings
from tracker.recommendations.workflow import RECOMMENDATION
from tracker.sessions.models import Statement
from tracker.web import beginnings, follow_up, kit, recommendation_page, wording
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("recommendations", __name__, url_prefix="/recommendations")


@pages.route("")
def index() -> Response:
    return follow_up.index()


@pages.route("/<int:id>")
def show(id: int) -> Response:
    return recommendation_page.show(reading.get(id, me()))


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """`?from=finding:3` or `statement:12`, `?delegation=3`, or the one delegation of this person."""
    begun = beginnings.find(reading.SOURCES, RECOMMENDATION.create)
    if begun.delegation is None:
        return kit.show("findings/choose.html", choices=begun.choices, endpoint=".new", title=_("Soạn kiến nghị"))
    delegations.require_begin(RECOMMENDATION, begun.delegation, me())
    form = kit.form(RecommendationForm, first_answers(begun), delegation=begun.delegation, actor=me())
    if kit.sent(form):
        with kit.trying(form):
            made = service.create(form.answers, me(), delegation=begun.delegation)
            return kit.done(url_for(".show", id=made.id), _("Đã lưu dự thảo %(code)s.", code=made.code))
    return ask(form, begun.delegation, back=begun.crumb)


@pages.route("/wording", methods=["POST"])
def check_wording() -> Response:
    """`?delegation=3`: what is remarked on the draft as typed so far, as part of the page; nothing is written."""
    delegation: Delegation = access.find("delegation", request.args.get("delegation", 0, type=row_number), me())
    if not access.roles_on(me(), delegation) & set(RECOMMENDATION.create):
        raise Forbidden
    # It reads, though it is sent as a form: it must not keep anybody from writing meanwhile.
    db.session.rollback()
    with database.read_only():
        typed = wordings.of_answers(RecommendationForm(request.form).answers)
        return kit.show("recommendations/_wording.html", wording=wording.told(typed), alone=True)


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    recommendation = reading.get(id, me())
    engine.require_edit(recommendation, me())
    delegation = recommendation.delegation
    initial = answers_of(recommendation, origins.of(recommendation, me(), reading.SOURCES))
    form = kit.form(
        RecommendationForm,
        initial,
        record=recommendation,
        delegation=delegation,
        actor=me(),
        recommendation=recommendation,
    )
    was_approved = recommendation.is_approved
    if kit.sent(form):
        with kit.trying(form):
            service.edit(recommendation, form.answers, me())
            return kit.done(url_for(".show", id=id), saved(recommendation, was_approved=was_approved))
    return ask(form, delegation, back=crumb(recommendation), recommendation=recommendation)


def saved(recommendation: Recommendation, *, was_approved: bool) -> str:
    if was_approved and not recommendation.is_approved:
        return _("Đã lưu. Nội dung đã đổi nên dự thảo phải được duyệt lại.")
    return _("Đã lưu dự thảo %(code)s.", code=recommendation.code)


def first_answers(begun: beginnings.Beginning) -> dict[str, Any]:
    """A recommendation made from a sentence begins with its words; from a finding, with its agency."""
    first: dict[str, Any] = {"addressee_kind": "department", "rests_on": begun.rests_on}
    if begun.delegation is not None:
        first["delegation_id"] = begun.delegation.id
    if isinstance(begun.source, Statement):
        first |= {"text": begun.source.text, "addressee_text": begun.source.addressed_to}
    if isinstance(begun.source, Finding):
        first["lead_agency_id"] = begun.source.agency_id
    return first


def crumb(record: Any) -> dict[str, str]:
    return {"label": f"{access.kind_of(record).label} {record.code}", "url": url_for(".show", id=record.id)}


def ask(
    form: RecommendationForm,
    delegation: Delegation,
    *,
    back: dict[str, str],
    recommendation: Recommendation | None = None,
) -> Response:
    chosen = set(form.rests_on.data or [])
    return kit.show(
        "recommendations/edit.html",
        form=form,
        delegation=delegation,
        recommendation=recommendation,
        back=back,
        wording=wording.told(wordings.of_answers(form.answers)),
        is_asked=request.form.get("review") == "wording",
        wording_url=url_for(".check_wording", delegation=delegation.id),
        chosen=[item["label"] for item in form.rests_on.options() if item["value"] in chosen],
    )


@pages.route("/<int:id>/follow", methods=["GET", "POST"])
def follow(id: int) -> Response:
    """The office names the officer who follows it."""
    recommendation = reading.get(id, me())
    if Role.OFFICE not in access.roles_on(me(), recommendation):
        raise Forbidden
    initial = {"followed_by_id": recommendation.followed_by_id}
    officers = reading.officers(recommendation.council_id)
    form = kit.form(FollowerForm, initial, record=recommendation, officers=officers)
    if kit.sent(form):
        with kit.trying(form):
            service.follow(recommendation, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã ghi người theo dõi."))
    return kit.show("recommendations/follow.html", form=form, recommendation=recommendation)
