"""Templates of delegations: the list, one template, and what the office keeps about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.delegations import queries as delegations
from tracker.delegations.models import OWNER_KINDS
from tracker.plans import keeping, outlining, queries, starting, words
from tracker.plans.counting import line_of
from tracker.plans.forms import ExpectedForm, RetireForm, StepForm, TemplateForm, line_from, step_answers
from tracker.plans.models import OTHER, DelegationTemplate, TemplateDocument, TemplateStep
from tracker.web import kit, paging
from tracker.web.kit import me

pages = Blueprint("delegation_templates", __name__, url_prefix="/delegation-templates")


@pages.route("")
def index() -> Response:
    retired = request.args.get("retired") == "1"
    rows = queries.listing(me(), retired=retired, page=paging.number(), size=paging.size())
    return kit.show(
        "delegation_templates/index.html",
        page=paging.page(rows, queries.total(me(), retired=retired)),
        address=paging.address,
        owners=OWNER_KINDS,
        retired=retired,
        may_keep=keeping.is_keeper(me(), kit.sole_council()),
        may_start=starting.may_start(me(), kit.sole_council()),
    )


@pages.route("/<int:id>")
def show(id: int) -> Response:
    template: DelegationTemplate = access.find("delegation_template", id, me())
    may_keep = keeping.is_keeper(me(), template.council_id)
    names = {step.key: step.label for step in template.steps}
    return kit.show(
        "delegation_templates/show.html",
        record=template,
        owner=template.body.name if template.body else OWNER_KINDS[template.owner_kind],
        steps=[(step, words.counted_how(line_of(step), names)) for step in template.steps],
        documents=[(entry, words.document(entry), names.get(entry.step, "")) for entry in template.documents],
        items=outlining.numbered(outlining.read(template.outline)),
        may_keep=may_keep and template.retired_on is None,
        may_restore=may_keep and template.retired_on is not None,
        may_start=starting.may_start(me(), template.council_id) and template.retired_on is None,
        events=kit.timeline("delegation_template", template),
    )


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """A template of its own, or with `?delegation=5` one made of that delegation."""
    council_id = kit.sole_council()
    asked = request.args.get("delegation", type=row_number)
    source = starting.source_of("delegation", asked, me(), council_id) if asked is not None else None
    keeping.require_keeper(me(), council_id)
    form = kit.form(TemplateForm, keeping.first_answers(source) if source else {}, **bodies(council_id))
    if kit.sent(form):
        with kit.trying(form):
            template = keeping.create(form.answers, me(), council_id=council_id, source=source)
            return kit.done(page_of(template), _("Đã lưu mẫu %(code)s.", code=template.code))
    back = kit.url_of("delegation", source.record.id) if source else url_for(".index")
    return kit.show("delegation_templates/new.html", form=form, source=source, back=back)


def bodies(council_id: int) -> dict[str, Any]:
    return {"bodies": delegations.options(council_id)["bodies"]}


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    template = kept(id)
    initial = {name: getattr(template, name) for name in keeping.FACTS}
    form = kit.form(TemplateForm, initial, record=template, **bodies(template.council_id))
    if kit.sent(form):
        with kit.trying(form):
            keeping.edit(template, form.answers, me())
            return kit.done(page_of(template), _("Đã lưu mẫu."))
    return asked("edit", template, form)


@pages.route("/<int:id>/retire", methods=["GET", "POST"])
def retire(id: int) -> Response:
    template = kept(id)
    form = kit.form(RetireForm, record=template)
    if kit.sent(form):
        with kit.trying(form):
            keeping.retire(template, form.answers["reason"], me())
            return kit.done(page_of(template), _("Mẫu đã thôi dùng. Đoàn lập từ mẫu này giữ nguyên."))
    return asked("retire", template, form)


@pages.route("/<int:id>/restore", methods=["POST"])
def restore(id: int) -> Response:
    template: DelegationTemplate = access.find("delegation_template", id, me())
    keeping.restore(template, me())
    return kit.done(page_of(template), _("Mẫu được dùng lại."))


# --- steps ------------------------------------------------------------------------------------------------------------


@pages.route("/<int:id>/steps/new", methods=["GET", "POST"])
def add_step(id: int) -> Response:
    template = kept(id)
    form = kit.form(StepForm, {"when": "after", "unit": "day"}, record=template, anchors=anchors(template))
    if kit.sent(form):
        with kit.trying(form):
            keeping.add_step(template, line_from(form.answers), form.answers["position"], me())
            return kit.done(page_of(template, "steps"), _("Đã thêm bước."))
    return asked("step", template, form)


@pages.route("/<int:id>/steps/<int:step_id>/edit", methods=["GET", "POST"])
def edit_step(id: int, step_id: int) -> Response:
    template = kept(id)
    step: TemplateStep = one_of(template.steps, step_id)
    initial = step_answers(line_of(step), step.position)
    form = kit.form(StepForm, initial, record=template, anchors=anchors(template, step))
    if kit.sent(form):
        with kit.trying(form):
            keeping.edit_step(step, line_from(form.answers), form.answers["position"], me())
            return kit.done(page_of(template, "steps"), _("Đã lưu bước."))
    return asked("step", template, form, step)


@pages.route("/<int:id>/steps/<int:step_id>/remove", methods=["POST"])
def remove_step(id: int, step_id: int) -> Response:
    template = kept(id)
    keeping.remove_step(one_of(template.steps, step_id), me())
    return kit.done(page_of(template, "steps"), _("Đã bỏ bước."))


def anchors(template: DelegationTemplate, but: TemplateStep | None = None) -> list[tuple[str, str]]:
    """The steps that another may be counted from."""
    return [(step.key, step.label) for step in template.steps if step is not but and step.key != OTHER]


# --- documents --------------------------------------------------------------------------------------------------------


@pages.route("/<int:id>/documents/new", methods=["GET", "POST"])
def add_document(id: int) -> Response:
    template = kept(id)
    form = kit.form(ExpectedForm, record=template)
    if kit.sent(form):
        with kit.trying(form):
            keeping.add_document(template, form.answers, me())
            return kit.done(page_of(template, "documents"), _("Đã thêm văn bản."))
    return asked("document", template, form)


@pages.route("/<int:id>/documents/<int:entry_id>/edit", methods=["GET", "POST"])
def edit_document(id: int, entry_id: int) -> Response:
    template = kept(id)
    entry: TemplateDocument = one_of(template.documents, entry_id)
    initial = {"kind": entry.kind, "title": entry.title, "step": entry.step}
    form = kit.form(ExpectedForm, initial, record=template)
    if kit.sent(form):
        with kit.trying(form):
            keeping.edit_document(entry, form.answers, me())
            return kit.done(page_of(template, "documents"), _("Đã lưu văn bản."))
    return asked("document", template, form, entry)


@pages.route("/<int:id>/documents/<int:entry_id>/remove", methods=["POST"])
def remove_document(id: int, entry_id: int) -> Response:
    template = kept(id)
    keeping.remove_document(one_of(template.documents, entry_id), me())
    return kit.done(page_of(template, "documents"), _("Đã bỏ văn bản."))


# --- shared -----------------------------------------------------------------------------------------------------------


def kept(id: int) -> DelegationTemplate:
    """The template, for those who keep it, while it is in use."""
    template: DelegationTemplate = access.find("delegation_template", id, me())
    keeping.require_use(template, me())
    return template


def one_of(rows: Any, id: int) -> Any:
    found = next((row for row in rows if row.id == id), None)
    if found is None:
        raise NotFound
    return found


def asked(page: str, template: DelegationTemplate, form: Any, entry: Any = None) -> Response:
    return kit.show(
        f"delegation_templates/{page}.html", record=template, form=form, entry=entry, back=page_of(template)
    )


def page_of(template: DelegationTemplate, section: str | None = None) -> str:
    return url_for("delegation_templates.show", id=template.id, _anchor=section)
