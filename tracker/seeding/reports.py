"""What an agency answered: words to each item, numbers in the table, and the report made of them when it was sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tracker.accounts.roles import Role
from tracker.core.numbers import format_vi
from tracker.reporting.periods import Period
from tracker.reporting.wording import series_key
from tracker.seeding import phrases
from tracker.seeding.asking import Asking, Item, Line, Sent
from tracker.seeding.journal import Subject
from tracker.seeding.stage import Case, Stage, marks

OTHERWISE = 0.08
"""So many numbers are not those of the other agencies."""
Numbers = dict[tuple[int, str], tuple[Decimal, int | None]]
"""By line and key of the period: the number, and the id of the figure that the report made of it."""


def tell(stage: Stage, case: Case, asking: Asking, items: list[Item]) -> None:
    """Every item has an answer from the beginning; words and numbers once the agency has sent them."""
    ids = [stage.writer.take("agency_report") for _sent in asking.sent]
    texts = {item.id: stage.say(phrases.ANSWER, case) if ids and item.is_asked else "" for item in items}
    numbers: Numbers = {}
    for item in items:
        numbers |= given(stage, case, asking, item, ids)
        answer(stage, case, asking, item, texts[item.id], numbers)
    for id, sent in zip(ids, asking.sent, strict=True):
        report(stage, case, asking, id, sent, content(items, texts, numbers))


def given(stage: Stage, case: Case, asking: Asking, item: Item, report_ids: list[int]) -> Numbers:
    found: Numbers = {}
    for line in item.lines if report_ids else ():
        for period, value in line.values:
            own = otherwise(stage, line, value) if stage.chance.happens(OTHERWISE) else value
            id = figure(stage, case, asking, item, line, period, own, report_ids[-1])
            found[line.id, period.key] = (own, id)
    return found


def otherwise(stage: Stage, line: Line, value: Decimal) -> Decimal:
    return (value * stage.chance.between(80, 99) / 100).quantize(Decimal(10) ** -line.indicator.places)


def answer(stage: Stage, case: Case, asking: Asking, item: Item, text: str, numbers: Numbers) -> None:
    begun = asking.sent[0].at if asking.sent else stage.chance.moment(case.days["notified"])
    officer = asking.bureau.officer
    id = stage.writer.add(
        "answer",
        council_id=case.seat.id,
        request_id=asking.subject.id,
        item_id=item.id,
        text=text,
        **marks(begun, officer if text else case.secretary, version=2 if text else 1),
    )
    for line in item.lines if asking.sent else ():
        for period, _value in line.values:
            value, figure_id = numbers[line.id, period.key]
            stage.writer.add(
                "answer_figure",
                answer_id=id,
                line_id=line.id,
                period=period.key,
                qualifier="exactly",
                value=value,
                figure_id=figure_id,
            )
    if text:
        subject = Subject(case.seat.id, "answer", id, "", *asking.subject[4:])
        stage.journal.tell(
            begun, officer, Role.AGENCY_OFFICER, subject, "edited", after={"text": text}, audience="agency"
        )


def figure(
    stage: Stage, case: Case, asking: Asking, item: Item, line: Line, period: Period, value: Decimal, report_id: int
) -> int:
    """A figure of the delegation, as the report gives it."""
    indicator, bureau, sent = line.indicator, asking.bureau, asking.sent[0]
    code = f"SL-{stage.number(f'SL/{case.id}'):02}"
    facts: dict[str, Any] = {
        "code": code,
        "indicator": indicator.name,
        "qualifier": "exactly",
        "unit": indicator.unit,
        **period.facts,
        "series_key": series_key(indicator.name, indicator.unit),
        "scope": line.scope,
        "source_kind": "report",
        "source_id": report_id,
        "source_page": item.path,
    }
    id = stage.writer.add(
        "figure",
        council_id=case.seat.id,
        delegation_id=case.id,
        value=value,
        **facts,
        **marks(sent.at, bureau.leader),
    )
    stage.writer.add("figure_agency", figure_id=id, agency_id=bureau.id)
    words = f"{format_vi(value)} {indicator.unit}"
    stage.index.add("figure", id, case.seat.id, sent.day, code, indicator.name, words, line.scope, bureau.name)
    beside = {"delegation_id": case.id, "agencies": [bureau.name]}
    told = {name: fact for name, fact in facts.items() if fact} | {"value": str(value), **beside}
    subject = Subject(case.seat.id, "figure", id, code, "figure", id)
    stage.journal.tell(sent.at, bureau.leader, Role.AGENCY_LEADER, subject, "created", after=told)
    return id


def report(stage: Stage, case: Case, asking: Asking, id: int, sent: Sent, parts: list[dict[str, Any]]) -> None:
    bureau = asking.bureau
    code = f"BC-{stage.number(f'BC/{case.id}'):02}"
    number = stage.paper(sent.day, f"BC-{bureau.code}")
    is_late = sent.day > stage.chance.calendar.end_of(sent.due)
    accepted = asking.state == "accepted" and sent is asking.sent[-1]
    facts: dict[str, Any] = {
        "code": code,
        "version": 1 + asking.sent.index(sent),
        "number": number,
        "issued_on": sent.day,
        "signer": bureau.leader.name,
        "received_on": sent.day,
        "was_due_on": sent.due,
        "late_reason": phrases.REPORT_LATE if is_late else "",
    }
    stage.writer.add(
        "agency_report",
        id=id,
        council_id=case.seat.id,
        delegation_id=case.id,
        request_id=asking.subject.id,
        agency_id=bureau.id,
        on_paper=False,
        accepted_at=asking.last if accepted else None,
        content=parts,
        **facts,
        **marks(sent.at, bureau.leader),
    )
    title = f"Báo cáo {number} của {bureau.name}"
    texts = (part["text"] for part in parts)
    stage.index.add("report", id, case.seat.id, sent.day, number, title, bureau.leader.name, *texts)
    told = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items() if fact}
    subject = Subject(case.seat.id, "report", id, code, *asking.subject[4:])
    stage.journal.tell(sent.at, bureau.leader, Role.AGENCY_LEADER, subject, "created", after=told)


def content(items: list[Item], texts: dict[int, str], numbers: Numbers) -> list[dict[str, Any]]:
    """In the shape of `AgencyReport.content`."""
    return [
        {
            "item": item.id,
            "origin": item.id,
            "path": item.path,
            "level": item.level,
            "item_text": item.text,
            "is_heading": not item.is_asked,
            "text": texts[item.id],
            "figures": [
                told(line, period, *numbers[line.id, period.key]) for line in item.lines for period, _v in line.values
            ],
            "files": [],
        }
        for item in items
    ]


def told(line: Line, period: Period, value: Decimal, figure_id: int | None) -> dict[str, Any]:
    return {
        "line": line.id,
        "indicator": line.indicator.name,
        "unit": line.indicator.unit,
        "scope": line.scope,
        "depth": 0,
        "period": period.key,
        "words": period.words,
        "qualifier": "exactly",
        "value": format(value, "f"),
        "note": "",
        "figure_id": figure_id,
    }
