"""/delegation-templates: read by those of the council who read its delegations; kept by the office on its pages."""

from __future__ import annotations

from sqlalchemy.orm import joinedload, selectinload

from tracker.api import resources
from tracker.api.filters import by_choice
from tracker.api.kinds.common import order_by
from tracker.api.resources import Resource
from tracker.api.shows import columns, label, named, nested
from tracker.delegations.models import OWNER_KINDS
from tracker.plans.models import EXPECTED_KINDS, DelegationTemplate, TemplateDocument, TemplateStep

STEP = columns(TemplateStep, "position key label anchor days unit rule")
DOCUMENT = (*columns(TemplateDocument, "position kind"), label("kind_label", EXPECTED_KINDS, "kind"))
TEMPLATES = resources.add(
    Resource(
        kind="delegation_template",
        shows=(
            *columns(DelegationTemplate, "name owner_kind"),
            label("owner_kind_label", OWNER_KINDS, "owner_kind"),
            *columns(DelegationTemplate, "body_id"),
            named("body", "body.name"),
            *columns(DelegationTemplate, "title_pattern scope content note outline_title outline retired_on"),
            nested("steps", STEP, "steps"),
            nested("documents", (*DOCUMENT, *columns(TemplateDocument, "title step")), "documents"),
        ),
        filters=(by_choice("owner_kind", DelegationTemplate.owner_kind, OWNER_KINDS),),
        sorts=(("name", order_by(DelegationTemplate, "name")),),
        load=(
            joinedload(DelegationTemplate.body),
            selectinload(DelegationTemplate.steps),
            selectinload(DelegationTemplate.documents),
        ),
        threads=False,
    )
)
