"""Programmes of the year: the list, one programme with its topics and what hangs under them, entering one."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import LABELS
from tracker.attachments import queries as attachments
from tracker.core import clock
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.delegations import likeness
from tracker.delegations import queries as delegations
from tracker.planning import queries, service
from tracker.planning.forms import ProgrammeFilter, ProgrammeForm
from tracker.planning.models import PROGRAMME_OWNERS, Programme, Topic
from tracker.planning.queries import Wanted
from tracker.web import as_of, filtering, kit, paging
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("programmes", __name__, url_prefix="/programmes")


def asked_for() -> tuple[ProgrammeFilter, as_of.Standing, Wanted]:
    """The filter line, when the list stands, and what it is narrowed to."""
    asked, standing = ProgrammeFilter(request.args), as_of.asked()
    asked.year.choices = [(str(year), str(year)) for year in queries.years(me())]
    owner = filtering.value(asked.owner_kind) or ""
    return asked, standing, Wanted(year=filtering.value(asked.year), owner_kind=owner, as_of=standing.at)


@pages.route("")
def index() -> Response:
    asked, standing, wanted = asked_for()
    rows = [] if standing.is_wrong else queries.listing(me(), wanted, page=paging.number(), size=paging.size())
    return kit.show(
        "programmes/index.html",
        filter=asked,
        chips=filtering.chips(asked),
        standing=standing,
        form=standing.form,
        page=paging.page(rows, 0 if standing.is_wrong else queries.total(me(), wanted)),
        address=paging.address,
        owners=PROGRAMME_OWNERS,
        tag=lambda name: kit.state_tag("programme", name),
        may_create=standing.moment is None and service.may_create(me(), kit.sole_council()),
    )


@pages.route("/<int:id>")
def show(id: int) -> Response:
    programme: Programme = access.find("programme", id, me())
    topics = queries.topics_of(programme)
    state = engine.state_of(programme)
    return kit.show(
        "programmes/show.html",
        programme=programme,
        state=state,
        next=next_step(programme) if state.todo else None,
        topics=topics,
        tag=lambda name: kit.state_tag("topic", name),
        delegation_tag=lambda name: kit.state_tag("delegation", name),
        delegations=under(topics),
        repeats=repeats(programme, topics),
        doing=kit.actions(programme),
        may_edit=engine.may_edit(programme, me()),
        may_add=service.may_add(programme, me()),
        files=[
            {"label": file.name, "url": url_for("attachments.download", id=file.id)}
            for file in attachments.of("programme", programme.id)
        ],
        events=kit.timeline("programme", programme),
    )


def next_step(programme: Programme) -> dict[str, str]:
    """Who adopts it: its committee's leader, else the Standing Committee."""
    state = engine.state_of(programme)
    role = next(role for role in state.waits_for if (role.value == "committee_leader") == bool(programme.body_id))
    return {"who": str(LABELS[role]), "what": str(state.todo).lower()}


def under(topics: Any) -> dict[int, list[Any]]:
    """topic id → the delegations set up for it that this person may read."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in delegations.of_topics([topic.id for topic in topics], me()):
        found[row.topic_id].append(row)
    return found


def repeats(programme: Programme, topics: Any) -> dict[int, int]:
    """topic id → how many topics and delegations of the last months it may repeat."""
    settings = kit.settings()
    among = likeness.recent(me(), programme.council_id, clock.today(), settings.similar_topic_months)
    wanted: list[Topic] = [topic for topic in topics if not engine.state_of(topic).final]
    return {topic.id: len(likeness.alike_to(topic, among, settings.similar_topic_share)) for topic in wanted}


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    council_id = kit.sole_council()
    if not service.may_create(me(), council_id):
        raise Forbidden
    form = kit.form(ProgrammeForm, {"year": clock.today().year + 1}, committees=service.options(council_id))
    if kit.sent(form):
        with kit.trying(form):
            programme = service.create(form.answers, me(), council_id=council_id)
            message = _("Đã lập chương trình %(code)s. Tiếp theo: ghi các chuyên đề.", code=programme.code)
            return kit.done(url_for(".show", id=programme.id), message)
    return kit.show("programmes/edit.html", form=form, programme=None, back=url_for(".index"))


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    programme: Programme = access.find("programme", id, me())
    engine.require_edit(programme, me())
    initial = {name: getattr(programme, name) for name in ("year", "owner_kind", "body_id")}
    form = kit.form(ProgrammeForm, initial, record=programme, committees=service.options(programme.council_id))
    if kit.sent(form):
        with kit.trying(form):
            service.edit(programme, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã lưu."))
    return kit.show("programmes/edit.html", form=form, programme=programme, back=url_for(".show", id=id))
