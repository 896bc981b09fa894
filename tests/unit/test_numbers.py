"""Numbers typed the Vietnamese way."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.numbers import Ambiguous, BadNumber, format_vi, parse_point, parse_vi


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("18,09", "18.09"),
        ("10,51", "10.51"),
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567,80", "1234567.80"),
        ("1 234,5", "1234.5"),
        ("13,70", "13.70"),
        ("  7 ", "7"),
        ("-5", "-5"),
        ("−5,5", "-5.5"),
    ],
)
def test_comma_is_the_decimal_mark_and_digits_stay_as_typed(typed: str, number: str) -> None:
    assert str(parse_vi(typed)) == number


@pytest.mark.parametrize("typed", ["18.09", "10.51", "0.500", "1234.567", "1,234.5"])
def test_a_foreign_decimal_point_is_asked_back(typed: str) -> None:
    with pytest.raises(Ambiguous) as asked:
        parse_vi(typed)
    assert typed in str(asked.value.sentence)


def test_the_question_shows_what_to_type_instead() -> None:
    with pytest.raises(Ambiguous) as asked:
        parse_vi("18.09")
    assert "hãy nhập 18,09" in str(asked.value.sentence)


@pytest.mark.parametrize(
    "typed", ["", "abc", "1,2,3", "1,234,567", "12,", ",5", "1.23.4", "1.234 567", "18%", "٣", "9" * 31]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadNumber) as refused:
        parse_vi(typed)
    assert not isinstance(refused.value, Ambiguous)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("18.09", "18,09"),
        ("1234.5", "1.234,5"),
        ("13.70", "13,70"),
        ("-1234567", "-1.234.567"),
        ("0", "0"),
        ("1E+3", "1.000"),
    ],
)
def test_numbers_are_printed_with_comma_and_dots(number: str, shown: str) -> None:
    assert format_vi(Decimal(number)) == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3))
def test_what_is_printed_can_be_typed_again(number: Decimal) -> None:
    assert parse_vi(format_vi(number)) == number


@pytest.mark.parametrize("sent", ["18,09", "1e5", "NaN", "", " 1", "1.", ".5", "٣"])
def test_json_takes_only_plain_decimals_with_a_point(sent: str) -> None:
    with pytest.raises(BadNumber):
        parse_point(sent)


def test_json_keeps_the_digits_too() -> None:
    assert str(parse_point("-13.70")) == "-13.70"
