"""/stand-ins: who stands in for an agency's leader, from a day to a day, by which paper."""

from __future__ import annotations

from typing import Any

from tracker.accounts.models import StandIn
from tracker.administration.stand_ins import queries, service
from tracker.administration.stand_ins.forms import StandInForm
from tracker.administration.stand_ins.workflow import STAND_IN, title
from tracker.api import resources
from tracker.api.filters import by_id, by_state
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, computed, named
from tracker.core.i18n import _l


def about(case: Case) -> dict[str, Any]:
    agency = case.parents["agency"]
    return {
        "principals": service.principals(agency, case.actor),
        "others": queries.people_of(agency.id, leaders=False),
    }


def name(case: Case, answers: dict[str, Any]) -> StandIn:
    return service.name(case.parents["agency"], answers, case.actor)


STAND_INS = resources.add(
    Resource(
        kind="stand_in",
        parents=(("agency_id", "agency"),),
        shows=(
            *columns(StandIn, "agency_id user_id"),
            named("user", "user.full_name"),
            *columns(StandIn, "principal_id"),
            named("principal", "principal.full_name"),
            computed("title", "text", lambda naming, _actor: title(naming)),
            *columns(StandIn, "from_on to_on"),
            computed(
                "stage", "text", lambda naming, _actor: service.stage(naming), about=_l("ahead, running, over, ended")
            ),
            *columns(StandIn, "reason document_number document_date ended_at"),
        ),
        create=Writing(
            StandInForm,
            name,
            about=about,
            require=lambda case: service.require_may_name(case.parents["agency"], case.actor),
        ),
        filters=(by_id("agency", StandIn.agency_id), by_state(StandIn, STAND_IN)),
        threads=False,
        files=True,
    )
)
