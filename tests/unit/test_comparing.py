"""The flags of a delegation, from what agencies sent and what was said at sessions; what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast as people
from tests import figures, reports
from tests.cast import Cast
from tracker.accounts.roles import Role
from tracker.audit.models import AuditEvent
from tracker.comparing import answers, queries, service, sources, telling
from tracker.comparing.flags import Flag
from tracker.comparing.models import FlagNote
from tracker.core.errors import Forbidden, Impossible
from tracker.delegations.models import Delegation
from tracker.organizations.models import Agency
from tracker.outlines import service as outlines
from tracker.requests.models import ReportRequest

pytestmark = [pytest.mark.unit, pytest.mark.usefixtures("now")]


@pytest.fixture
def cast(db_session: Session) -> Iterator[Cast]:
    return people.make()


@pytest.fixture
def requests(cast: Cast) -> list[ReportRequest]:
    """Agency A and agency B have been asked for the projects of 2023 to 2025, year by year."""
    reports.outline(cast)
    return reports.asked(cast, "a", "b")


def found(cast: Cast, by: str = "secretary", delegation: Delegation | None = None) -> list[Flag]:
    of = delegation or cast.delegation
    listed = queries.of_delegations([of], cast.actor(by), limit=50)
    return [flag for flags in listed.values() for flag in flags]


def seen(cast: Cast, by: str = "secretary") -> list[queries.Seen]:
    return queries.seen(found(cast, by), cast.delegation.id, cast.actor(by))


def open_ones(cast: Cast, by: str = "secretary") -> int:
    return queries.open_ones(cast.delegation, cast.actor(by), limit=50)


# --- sums -------------------------------------------------------------------------------------------------------------


def test_a_total_that_its_parts_make_is_no_flag(cast: Cast) -> None:
    figures.total(cast, figures.held_session(cast))
    assert found(cast) == []


def test_a_total_that_they_do_not_make_is_flagged_with_the_note_of_the_report(cast: Cast) -> None:
    held = figures.held_session(cast)
    foreign, domestic, _whole = figures.total(cast, held)
    domestic.value = foreign.value
    [flag] = found(cast)
    assert (flag.kind, flag.said) == ("sum", "")
    assert open_ones(cast) == 1
    _whole.difference_note = "Nguồn làm tròn"
    assert open_ones(cast) == 0
    assert found(cast)[0].said == "Nguồn làm tròn"


def test_a_sum_with_a_part_that_was_taken_back_is_not_checked(cast: Cast) -> None:
    _foreign, domestic, _whole = figures.total(cast, figures.held_session(cast))
    domestic.value = domestic.value * 2
    domestic.superseded = True
    assert found(cast) == []


# --- missing ----------------------------------------------------------------------------------------------------------


def test_years_that_were_asked_for_and_not_given_are_missing(cast: Cast, requests: list[ReportRequest]) -> None:
    reports.reported(cast, requests[0], "a", reports.projects(y2023="10", y2024="11", y2025="12"))
    assert found(cast) == []


def test_an_optional_table_left_empty_in_silence_is_missing(cast: Cast) -> None:
    text = reports.OUTLINE.replace("1. Kết quả thu hút", "1. Kết quả thu hút (nếu có)")
    reports.outline(cast, text)
    [request] = reports.asked(cast, "a")
    reports.reported(cast, request, "a", reports.projects(y2023="10"))
    [flag] = found(cast)
    assert flag.gap is not None
    assert list(flag.gap.periods) == ["2024", "2025"]
    assert open_ones(cast) == 1


def test_a_year_left_out_with_a_word_on_why_is_explained_by_the_agency(
    cast: Cast, requests: list[ReportRequest]
) -> None:
    numbers = {**reports.projects(y2023="10", y2024="11"), ("Số dự án thu hút", "2025"): "Chưa có số chính thức"}
    reports.reported(cast, requests[0], "a", numbers)
    [flag] = found(cast)
    assert (flag.kind, flag.said) == ("missing", "Chưa có số chính thức")
    assert open_ones(cast) == 0


def test_a_period_that_is_not_over_is_not_missing(cast: Cast) -> None:
    reports.outline(cast, "I. Thu hút (nếu có)\nSố dự án thu hút\tdự án\ttừng quý 2026\n")
    [request] = reports.asked(cast, "a")
    reports.reported(cast, request, "a", {})
    [flag] = found(cast)
    assert flag.gap is not None
    assert list(flag.gap.periods) == ["2026-1"]


def test_one_number_for_the_whole_period_left_empty_is_nobodys_flag(cast: Cast) -> None:
    reports.outline(cast, "I. Thu hút (nếu có)\nSố dự án thu hút\tdự án\t2024\n")
    [request] = reports.asked(cast, "a")
    reports.reported(cast, request, "a", {})
    assert found(cast) == []


# --- from reports and sessions ----------------------------------------------------------------------------------------


def test_two_reports_disagree(cast: Cast, requests: list[ReportRequest]) -> None:
    for request, key, number in zip(requests, "ab", ("12", "13"), strict=True):
        reports.reported(cast, request, key, reports.projects(y2023="10", y2024="11", y2025=number))
    [flag] = found(cast)
    assert flag.kind == "disagreement"


def test_a_report_contradicts_what_was_said_at_a_session(cast: Cast, requests: list[ReportRequest]) -> None:
    reports.reported(cast, requests[0], "a", reports.projects(y2023="10", y2024="11", y2025="12"))
    figures.record(
        cast,
        figures.held_session(cast),
        "14",
        indicator="SỐ DỰ ÁN THU HÚT",
        unit="dự án",
        period_kind="year",
        period_from=2025,
        period_to=None,
        scope="",
        agency_ids=[cast.agencies["a"].id],
    )
    [flag] = found(cast)
    assert flag.kind == "twice"


def test_a_later_version_that_gives_another_number_is_told_as_twice(cast: Cast, requests: list[ReportRequest]) -> None:
    request = requests[0]
    reports.reported(cast, request, "a", reports.projects(y2023="10", y2024="11", y2025="12"))
    reports.returned(cast, request)
    reports.reported(cast, request, "a", reports.projects(y2023="10", y2024="11", y2025="13"), number="15/BC")
    [flag] = found(cast)
    assert flag.kind == "twice"
    assert [f"{reading.value:f}" for reading in flag.readings] == ["12", "13"]


def test_a_figure_that_was_taken_back_does_not_count(cast: Cast, requests: list[ReportRequest]) -> None:
    for request, key, number in zip(requests, "ab", ("12", "13"), strict=True):
        reports.reported(cast, request, key, reports.projects(y2023="10", y2024="11", y2025=number))
    reports.returned(cast, requests[1])
    numbers = {**reports.projects(y2023="10", y2024="11"), ("Số dự án thu hút", "2025"): "Rút lại"}
    reports.reported(cast, requests[1], "b", numbers, number="16/BC")
    assert [flag.kind for flag in found(cast)] == ["missing"]


def test_what_was_told_an_earlier_delegation_is_compared_for_those_who_may_read_it(cast: Cast) -> None:
    earlier = people.add_delegation(cast, "ĐGS-2025-01", "active", "council")
    earlier.established_on = date(2025, 3, 1)
    for delegation, year, number in ((earlier, 2024, "10"), (cast.delegation, 2025, "90")):
        text = f"I. Thu hút\nSố dự án thu hút\tdự án\t{year}\n"
        people.give(cast, "secretary", Role.SECRETARY, delegation_id=delegation.id)
        reports.outline(cast, text, delegation=delegation)
        [request] = reports.asked(cast, "a", delegation=delegation)
        reports.reported(cast, request, "a", {("Số dự án thu hút", str(year)): Decimal(number)})
    assert [flag.kind for flag in found(cast, "office")] == ["jump"]
    assert found(cast, "member") == []
    assert found(cast, "office", earlier) == []


def test_one_year_is_the_same_period_however_it_was_written(cast: Cast) -> None:
    held = figures.held_session(cast)
    for value, key in (("10", "a"), ("12", "b")):
        figure = figures.record(cast, held, value, period_kind="year", period_from=2025, period_to=None,
                                agency_ids=[cast.agencies[key].id])  # fmt: skip
        figure.period_to = 2025 if key == "b" else None
    assert [flag.kind for flag in found(cast)] == ["disagreement"]


# --- what is said of them ---------------------------------------------------------------------------------------------


@pytest.fixture
def disagreement(cast: Cast, requests: list[ReportRequest]) -> Flag:
    for request, key, number in zip(requests, "ab", ("12", "13"), strict=True):
        reports.reported(cast, request, key, reports.projects(y2023="10", y2024="11", y2025=number))
    return found(cast)[0]


def test_a_flag_that_was_explained_is_not_open(cast: Cast, disagreement: Flag) -> None:
    assert open_ones(cast) == 1
    service.explain([disagreement], {"text": "Mỗi cơ quan phần mình"}, cast.secretary, delegation=cast.delegation)
    [item] = seen(cast, "deputy")
    assert item.note is not None
    assert item.note.text == "Mỗi cơ quan phần mình"
    assert open_ones(cast) == 0


def test_when_a_number_changes_the_explanation_does_not_cover_it(
    cast: Cast, disagreement: Flag, requests: list[ReportRequest]
) -> None:
    service.explain([disagreement], {"text": "Mỗi cơ quan phần mình"}, cast.secretary, delegation=cast.delegation)
    reports.returned(cast, requests[1])
    reports.reported(cast, requests[1], "b", reports.projects(y2023="10", y2024="11", y2025="14"), number="16/BC")
    item = next(item for item in seen(cast) if item.flag.kind == "disagreement")
    assert item.is_open
    assert item.note is None
    assert item.outdated is not None


def test_an_explanation_is_an_event_of_the_delegation_that_agencies_do_not_read(
    cast: Cast, disagreement: Flag, db_session: Session
) -> None:
    service.explain([disagreement], {"text": "Mỗi cơ quan phần mình"}, cast.office, delegation=cast.delegation)
    event = db_session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.thread_kind, event.audience, event.role) == (
        "explained",
        "delegation",
        "council",
        "office",
    )
    assert event.after == {
        "kind": "disagreement",
        "text": "Mỗi cơ quan phần mình",
        "figures": sorted(disagreement.values),
    }


@pytest.mark.parametrize("who", ["member", "head", "deputy", "standing", "leader_a", "foreigner"])
def test_only_office_and_secretary_explain(cast: Cast, disagreement: Flag, who: str) -> None:
    with pytest.raises(Forbidden):
        service.explain([disagreement], {"text": "x"}, cast.actor(who), delegation=cast.delegation)


def test_nothing_is_explained_on_a_delegation_that_has_ended(cast: Cast, disagreement: Flag) -> None:
    cast.delegation.state = "cancelled"
    with pytest.raises(Impossible):
        service.explain([disagreement], {"text": "x"}, cast.office, delegation=cast.delegation)


def test_notes_are_read_by_the_councils_side_alone(cast: Cast, disagreement: Flag, db_session: Session) -> None:
    service.explain([disagreement], {"text": "x"}, cast.office, delegation=cast.delegation)
    for who, readable in (("deputy", 1), ("member", 1), ("leader_a", 0), ("foreigner", 0), ("stranger", 0)):
        query = select(FlagNote).where(queries.visible(cast.actor(who)))
        assert len(db_session.scalars(query).all()) == readable, who


# --- answers beside each other ----------------------------------------------------------------------------------------


def test_every_item_has_a_row_for_each_agency_and_says_where_none_is(cast: Cast, requests: list[ReportRequest]) -> None:
    numbers = reports.projects(y2023="10", y2024="11", y2025="12")
    reports.reported(cast, requests[0], "a", numbers, ["", "Thu hút tốt", "Nói chung tốt"])
    found = answers.compare(cast.delegation, cast.deputy)
    assert [part.path for part in found.parts] == ["I", "II"]
    assert [(item.path, len(item.rows)) for item in found.items] == [("I", 0), ("I.1", 2), ("I.2", 2)]
    first, second = found.items[1].rows
    assert (first.text, [cell.amount for cell in first.cells]) == ("Thu hút tốt", ["10 dự án", "11 dự án", "12 dự án"])
    assert (second.report, str(second.standing)) == (None, "chưa nộp")


def test_a_long_part_of_the_outline_is_paged_by_the_items_under_it(
    cast: Cast, requests: list[ReportRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_ROWS", 4)
    found = answers.compare(cast.delegation, cast.deputy)
    assert [part.path for part in found.parts] == ["I", "I.1", "I.2", "II"]
    assert [item.path for item in found.items] == ["I"]
    second = answers.compare(cast.delegation, cast.deputy, found.parts[1].origin)
    assert [item.path for item in second.items] == ["I.1"]


def test_an_item_of_an_earlier_version_of_the_outline_is_kept_in_sight(cast: Cast) -> None:
    first = reports.outline(cast)
    [request] = reports.asked(cast, "a")
    reports.reported(cast, request, "a", reports.projects(y2023="10", y2024="11", y2025="12"))
    version = outlines.new_version(first, cast.secretary)
    outlines.remove_item(next(item for item in version.items if "Khó khăn" in item.text), cast.secretary)
    reports.asked(cast, "b")
    found = answers.compare(cast.delegation, cast.deputy, answers.LEFT_OUT)
    assert [item.text for item in found.items] == ["Khó khăn, vướng mắc"]
    assert found.items[0].rows[0].text == "Đã thực hiện"
    assert str(found.items[0].rows[1].standing) == "chưa nộp"


def test_an_agency_that_was_not_asked_is_in_the_table_too(cast: Cast) -> None:
    reports.outline(cast)
    reports.asked(cast, "b")
    rows = answers.compare(cast.delegation, cast.deputy).items[1].rows
    assert {row.agency: str(row.standing) for row in rows} == {
        agency(cast, "a").name: "chưa gửi yêu cầu",
        agency(cast, "b").name: "chưa nộp",
    }


def agency(cast: Cast, key: str) -> Agency:
    return cast.agencies[key]


# --- sums among what an agency reports --------------------------------------------------------------------------------

WITH_PARTS = """I. Vốn đầu tư
Tổng vốn | tỷ USD | từng năm 2023 - 2024
- Vốn nước ngoài | tỷ USD | từng năm 2023 - 2024
- Vốn trong nước | tỷ USD | từng năm 2023 - 2024"""


def capital(y2023: tuple[str, str, str], note: str = "") -> reports.Numbers:
    names = ("Tổng vốn", "Vốn nước ngoài", "Vốn trong nước")
    found: dict[tuple[str, str], str | Decimal | None] = {
        (name, "2023"): Decimal(number) for name, number in zip(names, y2023, strict=True)
    }
    return found | {(name, "2024"): "chưa có số" for name in names}


def reported(cast: Cast, *numbers: str) -> ReportRequest:
    reports.outline(cast, WITH_PARTS)
    [request] = reports.asked(cast, "a")
    reports.reported(cast, request, "a", capital((numbers[0], numbers[1], numbers[2])))
    return request


def test_parts_that_an_agency_reports_and_that_make_their_whole_are_no_flag(cast: Cast) -> None:
    reported(cast, "18.09", "10.51", "7.58")
    assert [flag.kind for flag in found(cast) if flag.kind == "sum"] == []


def test_parts_that_do_not_make_their_whole_are_flagged_explained_and_judged_anew(cast: Cast) -> None:
    request = reported(cast, "18.09", "10.51", "7.85")
    [flag] = [flag for flag in found(cast) if flag.kind == "sum"]
    assert flag.sum is not None
    assert (str(flag.sum.difference), flag.agencies) == ("0.27", (cast.agencies["a"].id,))
    names, known = {cast.agencies["a"].id: "Ban Quản lý"}, sources.of((), cast.secretary, [flag])
    assert telling.sentence(flag, names, known).startswith("Ban Quản lý, năm 2023: SL-02 + SL-03 = 18,36 tỷ USD")
    assert "12/BC" in telling.evidence(flag, known)
    before = open_ones(cast)
    service.explain([flag], {"text": "Làm tròn"}, cast.secretary, delegation=cast.delegation)
    assert open_ones(cast) == before - 1
    reports.returned(cast, request)
    reports.reported(cast, request, "a", capital(("18.09", "10.51", "7.58")), number="13/BC")
    assert "sum" not in [flag.kind for flag in found(cast)]


def test_a_whole_with_a_part_that_is_not_reported_is_not_added_up(cast: Cast) -> None:
    reports.outline(cast, WITH_PARTS)
    [request] = reports.asked(cast, "a")
    numbers = {**capital(("18.09", "10.51", "7.85")), ("Vốn trong nước", "2023"): "chưa tách"}
    reports.reported(cast, request, "a", numbers)
    assert "sum" not in [flag.kind for flag in found(cast)]
