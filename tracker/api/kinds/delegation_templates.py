"""/delegation-templates: read by those of the council who read its delegations, kept by the office; taken away, a template
is retired, and may be used again (`…/restore`)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from tracker.api import resources
from tracker.api.filters import by_choice
from tracker.api.kinds.common import order_by
from tracker.api.kinds.delegations import council_of
from tracker.api.resources import Case, Part, Resource, Writing
from tracker.api.shows import columns, label, named, nested
from tracker.core.i18n import _l
from tracker.delegations import queries as delegations
from tracker.delegations.models import OWNER_KINDS
from tracker.plans import keeping, starting
from tracker.plans.counting import line_of
from tracker.plans.forms import ExpectedForm, StepForm, TemplateForm, line_from, step_answers
from tracker.plans.models import EXPECTED_KINDS, OTHER, DelegationTemplate, TemplateDocument, TemplateStep
from tracker.plans.sources import Source

STEP = columns(TemplateStep, "position key label anchor days unit rule")
DOCUMENT = (
    *columns(TemplateDocument, "position kind"),
    label("kind_label", EXPECTED_KINDS, "kind"),
    *columns(TemplateDocument, "title step"),
)


def bodies(case: Case) -> dict[str, Any]:
    return {"bodies": delegations.options(council_of(case))["bodies"]}


def require_keeper(case: Case) -> None:
    keeping.require_keeper(case.actor, council_of(case))


def source(case: Case) -> Source:
    """The delegation that a template is made of."""
    return starting.source_of("delegation", case.parents["delegation"].id, case.actor, council_of(case))


def create_from(case: Case, answers: dict[str, Any]) -> DelegationTemplate:
    return keeping.create(answers, case.actor, council_id=council_of(case), source=source(case))


def under(case: Case) -> DelegationTemplate:
    template: DelegationTemplate = case.parents["delegation_template"]
    return template


def require_use(case: Case) -> None:
    keeping.require_use(under(case), case.actor)


def anchors(case: Case) -> dict[str, Any]:
    """The steps that another may be counted from."""
    steps = [step for step in under(case).steps if step is not case.record and step.key != OTHER]
    return {"anchors": [(step.key, step.label) for step in steps]}


def step_saved(case: Case) -> dict[str, Any]:
    return step_answers(line_of(case.record), case.record.position)


def change_step(case: Case, answers: dict[str, Any]) -> None:
    given = step_saved(case) | answers
    keeping.edit_step(case.record, line_from(given), given["position"], case.actor)


def document_saved(case: Case) -> dict[str, Any]:
    return {name: getattr(case.record, name) for name in ("kind", "title", "step")}


def saved(case: Case) -> dict[str, Any]:
    return {name: getattr(case.record, name) for name in keeping.FACTS}


STEPS = Part(
    path="steps",
    label=_l("Các bước của mẫu"),
    model=TemplateStep,
    shows=STEP,
    rows=lambda template, _actor: template.steps,
    add=Writing(
        StepForm,
        lambda case, answers: keeping.add_step(under(case), line_from(answers), answers["position"], case.actor),
        about=anchors,
        initial=lambda _case: {"when": "after", "unit": "day"},
    ),
    change=Writing(StepForm, change_step, about=anchors, initial=step_saved),
    remove=lambda case: keeping.remove_step(case.record, case.actor),
    require=require_use,
)
DOCUMENTS = Part(
    path="documents",
    label=_l("Văn bản cần có của mẫu"),
    model=TemplateDocument,
    shows=DOCUMENT,
    rows=lambda template, _actor: template.documents,
    add=Writing(ExpectedForm, lambda case, answers: keeping.add_document(under(case), answers, case.actor)),
    change=Writing(
        ExpectedForm,
        lambda case, answers: keeping.edit_document(case.record, document_saved(case) | answers, case.actor),
        initial=document_saved,
    ),
    remove=lambda case: keeping.remove_document(case.record, case.actor),
    require=require_use,
)
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
            nested("documents", DOCUMENT, "documents"),
        ),
        create=Writing(
            TemplateForm,
            lambda case, answers: keeping.create(answers, case.actor, council_id=council_of(case)),
            about=bodies,
            require=require_keeper,
        ),
        variants=(
            (
                "from_delegation",
                Writing(
                    TemplateForm,
                    create_from,
                    about=bodies,
                    initial=lambda case: keeping.first_answers(source(case)),
                    require=require_keeper,
                    begins_from="delegation",
                ),
            ),
        ),
        edit=Writing(
            TemplateForm,
            lambda case, answers: keeping.edit(case.record, saved(case) | answers, case.actor),
            about=bodies,
            initial=saved,
            require=lambda case: keeping.require_use(case.record, case.actor),
        ),
        remove=lambda case, reason: keeping.retire(case.record, reason, case.actor),
        require_remove=lambda case: keeping.require_use(case.record, case.actor),
        filters=(by_choice("owner_kind", DelegationTemplate.owner_kind, OWNER_KINDS),),
        sorts=(("name", order_by(DelegationTemplate, "name")),),
        load=(
            joinedload(DelegationTemplate.body),
            selectinload(DelegationTemplate.steps),
            selectinload(DelegationTemplate.documents),
        ),
        parts=(STEPS, DOCUMENTS),
        threads=False,
    )
)
