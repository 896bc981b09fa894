"""/agencies: read by everybody who has something to do with the council; kept by the office on its page."""

from __future__ import annotations

from sqlalchemy.orm import joinedload, selectinload

from tracker.api import resources
from tracker.api.filters import by_choice, by_words
from tracker.api.kinds.common import order_by
from tracker.api.resources import Resource
from tracker.api.shows import columns, computed, label, named, nested
from tracker.organizations.models import AGENCY_KINDS, Agency, AgencyName

AGENCIES = resources.add(
    Resource(
        kind="agency",
        shows=(
            *columns(Agency, "name short_name kind"),
            label("kind_label", AGENCY_KINDS, "kind"),
            *columns(Agency, "parent_id"),
            named("parent", "parent.name"),
            *columns(Agency, "valid_from valid_to"),
            nested("names", columns(AgencyName, "name short_name valid_from valid_to"), "names"),
            computed("aliases", "texts", lambda agency, _actor: [alias.alias for alias in agency.aliases]),
        ),
        filters=(by_choice("kind", Agency.kind, AGENCY_KINDS), by_words("agency", Agency)),
        sorts=(("name", order_by(Agency, "sort_key")),),
        load=(joinedload(Agency.parent), selectinload(Agency.names), selectinload(Agency.aliases)),
        threads=False,
    )
)
