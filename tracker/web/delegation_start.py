"""A new delegation from a template or an earlier one: one page proposes everything, and all of it can be changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.errors import Forbidden, Invalid, NotFound
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.delegations import queries as delegations
from tracker.delegations.eligibility import head_warning, who_may_head
from tracker.delegations.models import OWNER_KINDS, ruleset_on
from tracker.planning import service as planning
from tracker.planning.models import Topic
from tracker.plans import queries, starting
from tracker.plans.forms import StartForm, with_days
from tracker.plans.sources import Source
from tracker.web import kit, plan_days
from tracker.web.kit import me

pages = Blueprint("delegation_start", __name__, url_prefix="/delegations/start")


@pages.route("", methods=["GET", "POST"])
def start() -> Response:
    """Without `?template=` or `?delegation=`: what there is to choose from. `?topic=` brings a topic's own words."""
    council_id = kit.sole_council()
    source, topic = asked_for(council_id), asked_topic(council_id)
    if not starting.may_start(me(), council_id):
        raise Forbidden
    return choose(council_id, topic) if source is None else propose(source, council_id, topic)


def asked_for(council_id: int) -> Source | None:
    for name, kind in (("template", "delegation_template"), ("delegation", "delegation")):
        id = request.args.get(name, type=row_number)
        if id is not None:
            return starting.source_of(kind, id, me(), council_id)
    return None


def asked_topic(council_id: int) -> Topic | None:
    id = request.args.get("topic", type=row_number)
    topic: Topic | None = access.find("topic", id, me()) if id is not None else None
    if topic is not None and topic.council_id != council_id:
        raise NotFound
    return topic


def choose(council_id: int, topic: Topic | None) -> Response:
    return kit.show(
        "delegation_start/choose.html",
        offered=queries.offered(me(), council_id),
        earlier=queries.earlier(me(), council_id),
        owners=OWNER_KINDS,
        topic=topic,
        back=url_for("topics.show", id=topic.id) if topic else url_for("delegations.index"),
    )


def propose(source: Source, council_id: int, topic: Topic | None) -> Response:
    form: Any = kit.form(
        with_days(StartForm, source.lines),
        first_answers(source, council_id) | (planning.for_delegation(topic) if topic else {}),
        source=source,
        **delegations.options(council_id),
    )
    counted_again = request.method == "POST" and proposed_again(form, source)
    if not counted_again and kit.sent(form):
        with kit.trying(form):
            answers = form.answers | {"days": plan_days.days(form, source.lines)}
            delegation = starting.start(answers, me(), council_id=council_id, source=source)
            return kit.done(kit.url_of("delegation", delegation.id), said(delegation))
    owner = form.owner_kind.data or source.facts["owner_kind"]
    return kit.show(
        "delegation_start/propose.html",
        form=form,
        source=source,
        may_outline=starting.may_outline(me(), council_id),
        counted_again=counted_again,
        days=plan_days.shown(form, source.lines),
        may_head=who_may_head(owner, ruleset_on(form.base_on.data or clock.today())) if owner in OWNER_KINDS else "",
        back=url_for(".start", topic=topic.id if topic else None),
    )


def said(delegation: Any) -> str:
    """What was done, and a word about the head where the rules name another office."""
    note = _("Lưu ý:")
    done = _("Đã lập đoàn %(code)s. Hãy xem lại thành viên, cơ quan và đề cương.", code=delegation.code)
    warning = head_warning(delegation)
    return f"{done} {note} {warning}" if warning else done


def first_answers(source: Source, council_id: int) -> dict[str, Any]:
    return {
        **starting.proposed(source, me(), council_id),
        "followed_by_id": me().id if Role.OFFICE in me().roles else None,
        "shifted_by": source.years,
        **plan_days.first_answers(source.lines, clock.today()),
    }


def proposed_again(form: Any, source: Source) -> bool:
    """Have dates or periods been proposed anew, because the day or the years they come from were changed?"""
    asked = "review" in request.form
    counted = plan_days.count_again(form, source.lines, asked=asked)
    return shift_again(form, source) or counted


def shift_again(form: Any, source: Source) -> bool:
    """Move the periods that stand as they were proposed; what somebody has written stays as it is."""
    if not form.shift_years.validate(form):
        return False
    years, before = form.shift_years.data or 0, form.shifted_by.data or 0
    if years == before:
        return False
    try:
        source.outline(years)
    except Invalid as wrong:
        form.add_problems(wrong.errors)
        return True
    for name, day in source.period(before).items():
        if form[name].data == day:
            form[name].data = source.period(years)[name]
    if form.outline.data == source.outline(before):
        form.outline.data = source.outline(years)
    form.shifted_by.data = years
    return True
