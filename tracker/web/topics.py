"""Topics of a programme: one topic with what it may repeat and its delegations, proposing and changing one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core import clock
from tracker.core.i18n import _
from tracker.delegations import likeness
from tracker.delegations import queries as delegations
from tracker.delegations import service as delegation_service
from tracker.delegations.likeness import Other
from tracker.planning import queries, service
from tracker.planning.forms import TopicForm, answers_of, form_for
from tracker.planning.models import PROPOSER_KINDS, Programme, Topic
from tracker.planning.workflow import may_have_delegations
from tracker.web import kit
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("topics", __name__)


@pages.route("/topics/<int:id>")
def show(id: int) -> Response:
    topic = queries.topic(id, me())
    settings = kit.settings()
    among = likeness.recent(me(), topic.council_id, clock.today(), settings.similar_topic_months)
    may_set_up = may_have_delegations(topic) and delegation_service.may_create(me(), topic.council_id)
    return kit.show(
        "topics/show.html",
        topic=topic,
        programme=topic.programme,
        state=engine.state_of(topic),
        proposers=PROPOSER_KINDS,
        likes=[in_words(other) for other in likeness.alike_to(topic, among, settings.similar_topic_share)],
        months=settings.similar_topic_months,
        delegations=delegations.of_topics([topic.id], me()),
        tag=lambda name: kit.state_tag("delegation", name),
        doing=kit.actions(topic),
        may_edit=service.may_edit(topic, me()),
        may_set_up=may_set_up,
        events=kit.timeline("topic", topic),
    )


@pages.route("/programmes/<int:programme_id>/topics/new", methods=["GET", "POST"])
def new(programme_id: int) -> Response:
    programme: Programme = access.find("programme", programme_id, me())
    service.require_begin(programme, me())
    initial = {"lead_body_id": programme.body_id}
    form = kit.form(form_for(programme), initial, bodies=service.options(programme.council_id))
    if kit.sent(form):
        with kit.trying(form):
            topic = service.add_topic(programme, form.answers, me())
            return kit.done(url_for(".show", id=topic.id), _("Đã ghi chuyên đề %(code)s.", code=topic.code))
    return ask(form, programme, back=url_for("programmes.show", id=programme.id))


@pages.route("/topics/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    topic = queries.topic(id, me())
    service.require_edit(topic, me())
    kind = form_for(topic.programme)
    form = kit.form(kind, answers_of(topic), record=topic, bodies=service.options(topic.council_id))
    if kit.sent(form):
        with kit.trying(form):
            service.edit_topic(topic, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã lưu chuyên đề."))
    return ask(form, topic.programme, back=url_for(".show", id=id), topic=topic)


def ask(form: TopicForm, programme: Programme, *, back: str, topic: Topic | None = None) -> Response:
    """The form, with what the title typed so far may repeat: after "check" nothing is saved yet."""
    settings = kit.settings()
    title = str(form.title.data or "")
    among = likeness.recent(me(), programme.council_id, clock.today(), settings.similar_topic_months) if title else []
    return kit.show(
        "topics/edit.html",
        form=form,
        programme=programme,
        topic=topic,
        back=back,
        checked=bool(title),
        likes=[in_words(other) for other in likeness.alike(title, among, settings.similar_topic_share, topic=topic)],
        months=settings.similar_topic_months,
    )


def in_words(other: Other) -> dict[str, Any]:
    return {
        "label": f"{access.KINDS[other.kind].label} {other.code}",
        "title": other.title,
        "url": kit.url_of(other.kind, other.id),
        "percent": other.percent,
    }
