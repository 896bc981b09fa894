"""What the delegation asked of the agencies that it supervises: an outline, a request to each, answers and reports."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from tracker.accounts.roles import Role
from tracker.outlines.tree import number_of
from tracker.reporting.periods import Period
from tracker.seeding import phrases, reports
from tracker.seeding.asking import Asking, Item, Line, Sent
from tracker.seeding.cast import Person
from tracker.seeding.figures import drawn
from tracker.seeding.journal import Subject
from tracker.seeding.places import Bureau
from tracker.seeding.stage import Case, Stage, marks
from tracker.seeding.topics import Indicator

ENDS = (("accepted", 0.82), ("late", 0.05), ("returned", 0.08), ("waived", 0.02), ("not_submitted", 0.03))
"""How the asking goes."""
YEARS = 2
HEADING = "Kết quả thực hiện"
ITEMS = (
    (0, "Đặc điểm tình hình, công tác chỉ đạo, điều hành", True),
    (0, HEADING, False),
    (1, "Kết quả {work}", True),
    (0, "Tồn tại, hạn chế, nguyên nhân và trách nhiệm", True),
    (0, "Đề xuất, kiến nghị", False),
)
"""(level, text, must it be answered): A3 of domain.md 2.1."""
TABLE = 2
"""The item with the table of figures."""


def tell(stage: Stage, case: Case) -> None:
    """Asked when the delegation was announced; settled before it begins to compile."""
    if not stage.chance.is_past(case.days["notified"]) or case.state in ("draft", "established", "cancelled"):
        return
    outline_id, items = outline(stage, case)
    for bureau in case.supervised:
        request(stage, case, bureau, outline_id, items)


# --- the outline ------------------------------------------------------------------------------------------------------


def outline(stage: Stage, case: Case) -> tuple[int, list[Item]]:
    chance, day = stage.chance, case.days["notified"]
    id = stage.writer.take("outline")
    code = f"ĐC-{stage.number(f'ĐC/{case.id}'):02}"
    title = f"Đề cương báo cáo: {case.topic.title} trên địa bàn {case.place}"
    made, frozen = chance.moment(chance.working(day - timedelta(days=4))), chance.moment(day)
    stage.writer.add(
        "outline",
        id=id,
        council_id=case.seat.id,
        delegation_id=case.id,
        number=1,
        code=code,
        title=title,
        state="frozen",
        frozen_at=frozen,
        **marks(min(made, frozen), case.secretary, version=2),
    )
    items = planted(stage, case, id)
    stage.index.add("outline", id, case.seat.id, day, code, title, *(item.text for item in items))
    subject = Subject(case.seat.id, "outline", id, code, "outline", id)
    facts = {"code": code, "title": title, "items": [f"{item.path}. {item.text}" for item in items], "state": "draft"}
    told = partial(stage.journal.tell, who=case.secretary, subject=subject, audience="council")
    told(min(made, frozen), role=Role.SECRETARY, action="created", after=facts)
    told(frozen, role=Role.SYSTEM, action="freeze", before={"state": "draft"}, after={"state": "frozen"})
    return id, items


def planted(stage: Stage, case: Case, outline_id: int) -> list[Item]:
    found: list[Item] = []
    above: list[tuple[int, str, int]] = []
    places = [0, 0]
    for level, words, required in ITEMS:
        del above[level:]
        places[level] += 1
        own = number_of(level, places[level] - 1)
        path = f"{above[-1][1]}.{own}" if above else own
        text = words.format(work=case.topic.works[0])
        id = stage.writer.add(
            "outline_item",
            outline_id=outline_id,
            parent_id=above[-1][0] if above else None,
            position=places[level],
            text=text,
            required=required,
        )
        above.append((id, path, level))
        found.append(Item(id, level, path, text, required, is_asked=words != HEADING))
    table(stage, case, found[TABLE])
    return found


def table(stage: Stage, case: Case, item: Item) -> None:
    """The first indicators of the topic, year by year."""
    last = case.start.year - 1
    for position, indicator in enumerate(stage.chance.pick_some(case.topic.indicators, 2), start=1):
        id = stage.writer.add(
            "outline_figure",
            item_id=item.id,
            position=position,
            indicator=indicator.name,
            unit=indicator.unit,
            period_kind="span",
            period_from=last - YEARS + 1,
            period_to=last,
            each="year",
            scope=case.place,
        )
        value = drawn(stage, indicator)
        values = []
        for year in range(last - YEARS + 1, last + 1):
            values.append((Period("year", year), value))
            value = near(stage, value, indicator)
        item.lines.append(Line(id, indicator, case.place, values))


def near(stage: Stage, value: Decimal, indicator: Indicator) -> Decimal:
    """A number not far from this one, and not beyond what the indicator allows."""
    other = (value * stage.chance.between(88, 125) / 100).quantize(Decimal(10) ** -indicator.places)
    return min(other, Decimal(100)) if indicator.unit == "%" else other


# --- one request ------------------------------------------------------------------------------------------------------


def request(stage: Stage, case: Case, bureau: Bureau, outline_id: int, items: list[Item]) -> None:
    chance, day = stage.chance, case.days["notified"]
    id = stage.writer.take("report_request")
    code = f"YC-{stage.number(f'YC/{case.id}'):02}"
    subject = Subject(case.seat.id, "report_request", id, code, "report_request", id, bureau.id)
    asking = Asking(bureau, subject, case.sessions[0] - timedelta(days=3), chance.moment(day))
    facts = {"code": code, "agency_name": bureau.name, "due_on": asking.due.isoformat(), "state": "draft"}
    say(stage, asking, asking.last, case.secretary, Role.SECRETARY, "created", facts)
    step(stage, asking, case.secretary, Role.SECRETARY, "send", "sent", day, sent_on=day)
    settle(stage, case, asking, items)
    reports.tell(stage, case, asking, items)
    stage.writer.add(
        "report_request",
        id=id,
        council_id=case.seat.id,
        delegation_id=case.id,
        code=code,
        agency_id=bureau.id,
        agency_name=bureau.name,
        round=1,
        outline_id=outline_id,
        due_on=asking.due,
        state=asking.state,
        letter_number=stage.paper(day, "ĐGS-VP"),
        **asking.facts,
        **marks(chance.moment(day), case.secretary, asking.last, asking.version),
    )


def settle(stage: Stage, case: Case, asking: Asking, items: list[Item]) -> None:
    """The rest of the story, as far as it is past; all is settled before the delegation compiles."""
    chance, bureau = stage.chance, asking.bureau
    end = chance.one_of(ENDS)
    limit = chance.calendar.last_before(case.days["compiling"])
    received = chance.after(case.days["notified"], 1, 3)
    if not step(stage, asking, bureau.officer, Role.AGENCY_OFFICER, "receive", "received", received):
        return
    if end == "waived":
        day = chance.after(received, 1, 3)
        step(stage, asking, case.head, Role.HEAD, "waive", "waived", day, closing_reason=phrases.REPORT_WAIVED)
        return
    if end == "not_submitted":
        day = min(chance.after(asking.due, 3, 6), limit)
        step(stage, asking, case.head, Role.HEAD, "mark_not_submitted", "not_submitted", day)
        return
    day = chance.after(asking.due, 2, 4) if end == "late" else chance.calendar.last_before(asking.due)
    if not submit(stage, asking, min(day, limit), asking.due):
        return
    if end == "returned" and not supplement(stage, case, asking, items, limit):
        return
    accepted = min(chance.after(asking.sent[-1].day, 1, 3), limit)
    step(stage, asking, case.secretary, Role.SECRETARY, "accept", "accepted", accepted)


def submit(stage: Stage, asking: Asking, day: date, due: date) -> bool:
    if not step(stage, asking, asking.bureau.leader, Role.AGENCY_LEADER, "submit", "submitted", day):
        return False
    asking.sent.append(Sent(day, asking.last, due))
    return True


def supplement(stage: Stage, case: Case, asking: Asking, items: list[Item], limit: date) -> bool:
    """Sent back once, and sent again."""
    chance = stage.chance
    back = min(chance.after(asking.sent[0].day, 1, 2), limit)
    due = chance.after(back, 4, 5)
    facts = {
        "supplement_due_on": due,
        "supplement_note": phrases.REPORT_INCOMPLETE,
        "supplement_items": [items[TABLE].id],
    }
    if not step(stage, asking, case.secretary, Role.SECRETARY, "return", "changes_requested", back, **facts):
        return False
    return submit(stage, asking, min(chance.after(back, 2, 4), limit), due)


def step(
    stage: Stage, asking: Asking, who: Person, role: Role, action: str, entered: str, day: date, **facts: Any
) -> bool:
    """Taken on that day, if it is past; every step comes after the one before it."""
    if not stage.chance.is_past(day):
        return False
    left, asking.state = asking.state, entered
    at = later(stage, asking, day)
    asking.version += 1
    asking.facts |= facts | ({"received_at": at} if entered == "received" else {})
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
    say(stage, asking, at, who, role, action, {"state": entered, **told}, {"state": left})
    return True


def later(stage: Stage, asking: Asking, day: date) -> datetime:
    asking.last = max(asking.last, stage.chance.moment(day))
    return asking.last


def say(
    stage: Stage,
    asking: Asking,
    at: datetime,
    who: Person,
    role: Role,
    action: str,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    stage.journal.tell(at, who, role, asking.subject, action, before=before, after=after)
