"""Writing answers: several people of one agency, each an item; and the office, for what came on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import dropwhile
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.attachments import queries as attachments
from tracker.attachments import service as keeping
from tracker.audit import service as audit
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.reporting import checks, wording
from tracker.requests import content, effects, queries
from tracker.requests.models import Answer, AnswerFigure, ReportRequest
from tracker.workflow import engine


def may_answer(request: ReportRequest, actor: Actor) -> bool:
    try:
        require_answering(request, actor)
    except (Forbidden, Impossible):
        return False
    return True


def require_answering(request: ReportRequest, actor: Actor) -> None:
    """The agency while it is asked; the office while a report that it entered from paper is looked at."""
    roles = access.roles_on(actor, request)
    if Role.OFFICE in roles and queries.is_paper_open(request):
        return
    if not roles & set(OF_AGENCY):
        raise Forbidden
    engine.require_edit(request, actor)


def save(answer: Answer, answers: Mapping[str, Any], actor: Actor) -> None:
    """Put words, figures and files into the answer: text, cells [{line_id, period, qualifier, value, note}], files
    (attachments), drop_files (their ids).

    Invalid by field (`cells-3-value`) when a number cannot be right for its unit.
    """
    request = answer.request
    require_answering(request, actor)
    before = in_words(answer)
    if "text" in answers:
        answer.text = answers["text"] or ""
    if "cells" in answers:
        write_cells(answer, answers["cells"] or [])
    write_files(answer, answers)
    db.session.flush()
    after = in_words(answer)
    if before == after:
        return
    engine.touch(answer, actor)
    request.ready_at = request.ready_by_id = None
    db.session.flush()
    tell(answer, before, after, actor)
    if queries.is_paper_open(request):
        effects.write_again(request, actor)
    elif queries.is_unopened(request):
        engine.perform(request, "receive", actor)


def write_cells(answer: Answer, given: Sequence[Mapping[str, Any]]) -> None:
    asked = {(line.id, period.key): line for line, period, _cell in content.cells(answer)}
    known = {(cell.line_id, cell.period): cell for cell in answer.figures}
    problems: dict[str, list[str]] = {}
    for place, facts in enumerate(given):
        key = (facts["line_id"], facts["period"])
        line = asked.get(key)
        if line is None:
            raise Invalid({"cells": [_("Bảng của mục này không có ô đó.")]})
        if facts.get("value") is not None and (
            sentence := checks.wrong_value(facts["value"], line.unit, line.indicator)
        ):
            problems[f"cells-{place}-value"] = [sentence]
        put_cell(answer, known.get(key), key, facts)
    if problems:
        raise Invalid(problems)


def write_files(answer: Answer, answers: Mapping[str, Any]) -> None:
    dropped = set(answers.get("drop_files") or [])
    for file in attachments.of("answer", answer.id):
        if file.id in dropped:
            keeping.unbind(file)
    for file in answers.get("files") or []:
        keeping.bind(file, "answer", answer.id)


def put_cell(answer: Answer, known: AnswerFigure | None, key: tuple[int, str], facts: Mapping[str, Any]) -> None:
    """A cell that is emptied goes, unless a report has already made a figure of it."""
    value, note = facts.get("value"), facts.get("note") or ""
    if value is None and not note and (known is None or known.figure_id is None):
        if known is not None:
            answer.figures.remove(known)
        return
    cell = known
    if cell is None:
        cell = AnswerFigure(line_id=key[0], period=key[1])
        answer.figures.append(cell)
    cell.value, cell.note, cell.qualifier = value, note, facts.get("qualifier") or "exactly"


def in_words(answer: Answer) -> dict[str, Any]:
    """The answer as an event keeps it."""
    told = [
        f"{line.indicator}, {period.words}: {cell_in_words(cell, line.unit)}"
        for line, period, cell in content.cells(answer)
        if cell is not None and content.is_filled(cell)
    ]
    return {
        "text": answer.text,
        "figures": told,
        "files": [file.name for file in attachments.of("answer", answer.id)],
    }


def cell_in_words(cell: AnswerFigure, unit: str) -> str:
    """gần 10,51 tỷ USD (ước tính)"""
    words = wording.amount(cell.qualifier, cell.value, unit) if cell.value is not None else ""
    return f"{words} ({cell.note})".strip() if cell.note else words


def tell(answer: Answer, before: dict[str, Any], after: dict[str, Any], actor: Actor) -> None:
    """What an agency writes is its own affair until it is sent."""
    changed = [name for name in after if after[name] != before[name]]
    held = access.roles_on(actor, answer)
    role = next(role for role in (*OF_AGENCY, Role.OFFICE) if role in held)
    audit.record(
        answer,
        "edited",
        actor,
        role=role,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        audience="council" if role is Role.OFFICE else "agency",
        agency_id=answer.request.agency_id,
    )


def next_item(request: ReportRequest, item_id: int) -> int | None:
    """The item after this one that asks something, in reading order."""
    order = [node for node, _answer in content.answers_by_node(request)]
    after = list(dropwhile(lambda node: node.item.id != item_id, order))[1:]
    return next((node.item.id for node in after if not node.is_heading), None)
