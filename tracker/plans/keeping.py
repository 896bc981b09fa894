"""Keeping templates: creating, changing, retiring; their steps and expected documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.organizations.models import CouncilBody
from tracker.plans import outlining, queries, words
from tracker.plans.counting import Line, line_of
from tracker.plans.models import ESTABLISH, OTHER, DelegationTemplate, TemplateDocument, TemplateStep
from tracker.plans.ready_made import READY, next_code
from tracker.plans.sources import Source
from tracker.workflow import engine

FACTS = (
    "name", "owner_kind", "body_id", "title_pattern", "scope", "content", "note", "outline_title", "outline",
)  # fmt: skip
OF_BODIES = {"committee": "committee", "deputy_group": "deputy_group"}


def is_keeper(actor: Actor, council_id: int) -> bool:
    """Templates are kept by the council's office."""
    return Role.OFFICE in actor.roles_on(Place(council_id=council_id))


def require_keeper(actor: Actor, council_id: int) -> None:
    if not is_keeper(actor, council_id):
        raise Forbidden


def first_answers(source: Source) -> dict[str, Any]:
    """What is proposed for a template made of that delegation."""
    facts = source.facts
    kept = {name: facts.get(name) for name in ("owner_kind", "body_id", "scope", "content")}
    outline = {"outline_title": source.outline_title, "outline": source.outline(0)}
    return {"name": facts["title"][:200], "title_pattern": facts["title"], **kept, **outline}


def create(
    answers: Mapping[str, Any], actor: Actor, *, council_id: int, source: Source | None = None
) -> DelegationTemplate:
    """A template from the answers of TemplateForm; steps and documents of `source`, else those of its owner."""
    require_keeper(actor, council_id)
    require_sound(answers, council_id)
    lines: Sequence[Line] = source.lines if source else READY[answers["owner_kind"]].lines
    papers = source.papers if source else READY[answers["owner_kind"]].documents
    template = DelegationTemplate(council_id=council_id, code=next_code(council_id), created_by_id=actor.id)
    for name in FACTS:
        setattr(template, name, kept(name, answers.get(name)))
    template.steps = [TemplateStep(position=n, **vars(line)) for n, line in enumerate(lines, start=1)]
    template.documents = [
        TemplateDocument(position=n, kind=kind, title=title, step=step)
        for n, (kind, title, step) in enumerate(papers, start=1)
    ]
    db.session.add(template)
    engine.created(template, actor, also=lists_of(template))
    return template


def edit(template: DelegationTemplate, answers: Mapping[str, Any], actor: Actor) -> None:
    require_use(template, actor)
    require_sound(answers, template.council_id, template)
    earlier = audit.snapshot(template)
    for name in FACTS:
        if name in answers:
            setattr(template, name, kept(name, answers[name]))
    engine.edited(template, actor, earlier)


def kept(name: str, value: Any) -> Any:
    return value if name == "body_id" else value or ""


def retire(template: DelegationTemplate, reason: str, actor: Actor) -> None:
    """From today it is offered no more; delegations set up from it stay as they are."""
    require_use(template, actor)
    earlier = audit.snapshot(template)
    template.retired_on = clock.today()
    engine.edited(template, actor, earlier, reason=reason)


def restore(template: DelegationTemplate, actor: Actor) -> None:
    require_keeper(actor, template.council_id)
    if template.retired_on is None:
        raise Impossible(_("Mẫu này đang được dùng."))
    if queries.same_name(template.council_id, template.name, template.id):
        raise Impossible(_("Đã có mẫu khác mang tên “%(name)s”. Hãy đổi tên mẫu đó trước.", name=template.name))
    earlier = audit.snapshot(template)
    template.retired_on = None
    engine.edited(template, actor, earlier)


def require_use(template: DelegationTemplate, actor: Actor) -> None:
    require_keeper(actor, template.council_id)
    if template.retired_on is not None:
        raise Impossible(_("Mẫu này đã thôi dùng. Hãy dùng lại mẫu trước khi sửa."))


def require_sound(answers: Mapping[str, Any], council_id: int, template: DelegationTemplate | None = None) -> None:
    """The name is free, the body is of the owner's kind, the outline can be read; Invalid by field."""
    problems: dict[str, list[str]] = {}
    if queries.same_name(council_id, answers["name"], template.id if template else None):
        problems["name"] = [_("Đã có mẫu khác mang tên này.")]
    if body_id := answers.get("body_id"):
        kind = db.session.scalar(
            select(CouncilBody.kind).where(CouncilBody.id == body_id, CouncilBody.council_id == council_id)
        )
        if kind is None or kind != OF_BODIES.get(answers["owner_kind"]):
            problems["body_id"] = [_("Ban hoặc Tổ này không hợp với chủ thể giám sát. Hãy chọn lại.")]
    try:
        outlining.read(answers.get("outline") or "")
    except Invalid as wrong:
        problems |= wrong.errors
    if problems:
        raise Invalid(problems)


# --- steps and documents ----------------------------------------------------------------------------------------------


def add_step(template: DelegationTemplate, line: Line, position: int | None, actor: Actor) -> TemplateStep:
    require_use(template, actor)
    require_countable([*(line_of(step) for step in template.steps), line])
    earlier, before = audit.snapshot(template), lists_of(template)
    step = TemplateStep(position=position or 1 + max((s.position for s in template.steps), default=0), **vars(line))
    template.steps.append(step)
    changed(template, actor, earlier, before)
    return step


def edit_step(step: TemplateStep, line: Line, position: int | None, actor: Actor) -> None:
    template = step.template
    require_use(template, actor)
    require_countable([line if other is step else line_of(other) for other in template.steps])
    earlier, before = audit.snapshot(template), lists_of(template)
    for name, value in vars(line).items():
        setattr(step, name, value)
    step.position = position or step.position
    changed(template, actor, earlier, before)


def remove_step(step: TemplateStep, actor: Actor) -> None:
    template = step.template
    require_use(template, actor)
    if any(other.anchor == step.key for other in template.steps if other is not step) and step.key != OTHER:
        raise Impossible(_("Có bước khác tính từ “%(step)s”. Hãy sửa bước đó trước.", step=step.label))
    earlier, before = audit.snapshot(template), lists_of(template)
    template.steps.remove(step)
    changed(template, actor, earlier, before)


def require_countable(lines: Sequence[Line]) -> None:
    """Each step once, and each counted, step by step, from the day the delegation is established."""
    keys = [line.key for line in lines if line.key != OTHER]
    if len(keys) != len(set(keys)):
        raise Invalid({"key": [_("Bước này đã có trong mẫu.")]})
    known = {ESTABLISH}
    left = [line for line in lines if line.key != ESTABLISH]
    while ready := [line for line in left if line.anchor in known]:
        known |= {line.key for line in ready if line.key != OTHER}
        left = [line for line in left if line not in ready]
    if left:
        raise Invalid({"anchor": [_("Bước này phải tính được từ ngày thành lập đoàn, không tính vòng tròn.")]})


def add_document(template: DelegationTemplate, answers: Mapping[str, Any], actor: Actor) -> TemplateDocument:
    require_use(template, actor)
    earlier, before = audit.snapshot(template), lists_of(template)
    position = 1 + max((entry.position for entry in template.documents), default=0)
    entry = TemplateDocument(position=position, **expected_facts(answers))
    template.documents.append(entry)
    changed(template, actor, earlier, before)
    return entry


def edit_document(entry: TemplateDocument, answers: Mapping[str, Any], actor: Actor) -> None:
    template = entry.template
    require_use(template, actor)
    earlier, before = audit.snapshot(template), lists_of(template)
    for name, value in expected_facts(answers).items():
        setattr(entry, name, value)
    changed(template, actor, earlier, before)


def remove_document(entry: TemplateDocument, actor: Actor) -> None:
    template = entry.template
    require_use(template, actor)
    earlier, before = audit.snapshot(template), lists_of(template)
    template.documents.remove(entry)
    changed(template, actor, earlier, before)


def expected_facts(answers: Mapping[str, Any]) -> dict[str, str]:
    return {"kind": answers["kind"], "title": answers.get("title") or "", "step": answers.get("step") or ""}


def lists_of(template: DelegationTemplate) -> dict[str, list[str]]:
    """Steps and documents as events keep them."""
    steps = sorted(template.steps, key=lambda step: step.position)
    return {
        "steps": words.steps(line_of(step) for step in steps),
        "documents": words.documents(template.documents),
    }


def changed(template: DelegationTemplate, actor: Actor, earlier: dict[str, Any], before: dict[str, list[str]]) -> None:
    db.session.flush()
    now = lists_of(template)
    engine.edited(template, actor, earlier, also={name: (before[name], now[name]) for name in now})
