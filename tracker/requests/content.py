"""What a report says: the answers to the items of its outline, complete or not, and as they stand when it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.attachments import queries as attachments
from tracker.core.i18n import _
from tracker.core.numbers import format_vi
from tracker.outlines.models import OutlineFigure
from tracker.outlines.tree import Node, nodes
from tracker.reporting import periods, wording
from tracker.reporting.periods import Period
from tracker.requests.models import Answer, AnswerFigure, ReportRequest


def cells(answer: Answer) -> list[tuple[OutlineFigure, Period, AnswerFigure | None]]:
    """Every cell that the item's table asks for, with what was given."""
    given = {(cell.line_id, cell.period): cell for cell in answer.figures}
    return [(line, period, given.get((line.id, period.key))) for line in answer.item.figures for period in line.cells]


Given = tuple[OutlineFigure, Period, AnswerFigure]


@dataclass(frozen=True)
class Kept:
    """What was written and is asked no more: words to an item that is gone, numbers of lines or periods that are."""

    answer: Answer
    text: str
    cells: list[Given]


def asked_no_more(request: ReportRequest) -> list[Kept]:
    """What the outline as it stands now has no place for; it is kept, and goes into no further report."""
    kept = [
        Kept(answer, "" if is_asked(answer) else answer.text.strip(), gone_cells(answer)) for answer in request.answers
    ]
    return [one for one in kept if one.text or one.cells]


def is_asked(answer: Answer) -> bool:
    """Is its item in the version by which the request is answered now?"""
    return answer.item.outline_id == answer.request.outline_id


def gone_cells(answer: Answer) -> list[Given]:
    """Numbers and notes for which the table has no place any more."""
    places = {(line.id, period.key) for line, period, _cell in cells(answer)} if is_asked(answer) else set()
    return [
        (cell.line, periods.of_key(cell.period), cell)
        for cell in answer.figures
        if is_filled(cell) and (cell.line_id, cell.period) not in places
    ]


def is_begun(answer: Answer) -> bool:
    return bool(answer.text.strip()) or any(is_filled(cell) for cell in answer.figures)


def is_filled(cell: AnswerFigure | None) -> bool:
    """A number, or a word on why there is none."""
    return cell is not None and (cell.value is not None or bool(cell.note.strip()))


def is_complete(answer: Answer) -> bool:
    """All figures asked for are there; where none are asked for, some words."""
    if answer.item.figures:
        return all(is_filled(cell) for _line, _period, cell in cells(answer))
    return bool(answer.text.strip())


def answers_by_node(request: ReportRequest) -> Iterator[tuple[Node, Answer | None]]:
    """The items of the outline in reading order, each with its answer."""
    by_item = {answer.item_id: answer for answer in request.answers}
    for node in nodes(request.outline.items):
        yield node, by_item.get(node.item.id)


def missing(request: ReportRequest) -> list[Node]:
    """Required items that are not answered."""
    return [
        node
        for node, answer in answers_by_node(request)
        if node.item.required and (answer is None or not is_complete(answer))
    ]


def writers(request: ReportRequest) -> set[int | None]:
    """Who wrote the answers as they stand."""
    return {answer.updated_by_id for answer in request.answers}


def all_answered(request: ReportRequest) -> bool:
    return not missing(request)


def names_of_missing(request: ReportRequest) -> str:
    """Each with what is missing of it, where something has been written."""
    answers = {node.item.id: answer for node, answer in answers_by_node(request)}
    return "; ".join(name_of_missing(node, answers[node.item.id]) for node in missing(request))


def name_of_missing(node: Node, answer: Answer | None) -> str:
    name = f"{node.path}. {node.item.text[:80]}"
    begun = answer is not None and is_begun(answer)
    return _("%(item)s (còn ô số liệu trống: nhập số, hoặc ghi vì sao chưa có)", item=name) if begun else name


def not_supplemented(request: ReportRequest) -> list[dict[str, Any]]:
    """Of the items that were returned, those whose answer reads as in the report that was sent: parts of `snapshot`."""
    report = request.last_report
    if report is None or not request.supplement_items:
        return []
    sent = {part["origin"]: part for part in report.content}
    returned = [part for part in snapshot(request) if part["origin"] in request.supplement_items]
    return [part for part in returned if part["origin"] in sent and said(part) == said(sent[part["origin"]])]


def says_something(part: Mapping[str, Any]) -> bool:
    text, figures, files = said(part)
    return bool(text or files or any(value is not None or note for *_line, value, note in figures))


def unchanged_since_return(request: ReportRequest) -> list[str]:
    """An agency may have nothing to add; it should not be for having overlooked the item."""
    return [
        _("Mục %(path)s. %(item)s: chưa sửa gì từ khi bị trả lại.", path=part["path"], item=part["item_text"][:120])
        for part in not_supplemented(request)
    ]


def said(part: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a part of a report says: its words, numbers and files, whatever became of them since."""
    names = ("line", "period", "qualifier", "value", "note")
    figures = [tuple(cell[name] for name in names) for cell in part["figures"]]
    return part["text"].strip(), figures, [file["id"] for file in part["files"]]


def snapshot(request: ReportRequest) -> list[dict[str, Any]]:
    """All answers as they stand, in the shape of `AgencyReport.content`."""
    kept = attachments.of_many("answer", [answer.id for answer in request.answers])
    files = {id: [{"id": file.id, "name": file.name} for file in found] for id, found in kept.items()}
    return [
        {
            "item": node.item.id,
            "origin": node.item.origin,
            "path": node.path,
            "level": node.level,
            "item_text": node.item.text,
            "is_heading": node.is_heading,
            "text": answer.text if answer is not None else "",
            "figures": [told(*cell) for cell in cells(answer)] if answer is not None else [],
            "files": files.get(answer.id, []) if answer is not None else [],
        }
        for node, answer in answers_by_node(request)
    ]


def told(line: OutlineFigure, period: Period, cell: AnswerFigure | None) -> dict[str, Any]:
    return {
        "line": line.origin,
        "indicator": line.indicator,
        "unit": line.unit,
        "scope": line.scope,
        "depth": line.depth,
        "period": period.key,
        "words": period.words,
        "qualifier": cell.qualifier if cell is not None else "exactly",
        "value": format(cell.value, "f") if cell is not None and cell.value is not None else None,
        "note": cell.note if cell is not None else "",
        "figure_id": cell.figure_id if cell is not None else None,
    }


def number_in_words(cell: Mapping[str, Any]) -> str:
    """gần 10,51 (ước tính): a cell without its unit."""
    value = cell.get("value")
    number = format_vi(value) if value is not None else ""
    words = wording.qualified(str(cell.get("qualifier") or "exactly"), number) if number else ""
    return f"{words} ({cell['note']})".strip() if cell.get("note") else words
