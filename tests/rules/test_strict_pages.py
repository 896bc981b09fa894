"""The tests' own reader of pages: it must find what would hinder a person."""

from __future__ import annotations

import pytest

from tests.pages import mistakes, parse, values_of

WHOLE = "<!doctype html><html lang='vi'><head><title>T</title></head><body><h1>T</h1>{}</body></html>"


@pytest.mark.parametrize(
    ("inside", "mistake"),
    [
        ("<p id='a'></p><p id='a'></p>", "id “a” 2 times"),
        ("<label for='b'>x</label>", "points to nothing"),
        ("<input name='c'>", "without a label"),
        ("<p style='color: red'></p>", "inline"),
        ("<p onclick='go()'></p>", "inline"),
        ("<script>go()</script>", "inline script or style"),
        ("<h1>U</h1>", "2 <h1>"),
    ],
)
def test_a_mistake_is_found(inside: str, mistake: str) -> None:
    assert any(mistake in found for found in mistakes(parse(WHOLE.format(inside))))


def test_a_good_page_has_none() -> None:
    assert mistakes(parse(WHOLE.format("<label>Tên <input name='n'></label><br><img src='/x' alt=''>"))) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p><b></p></b>",
        "<div><p></div>",
        "<p>",
        "</p>",
        "<p class='a' class='b'></p>",
        "<p title='a></p>",
        "<p>1 < 2</p>",
        "<P></P>",
    ],
)
def test_tags_out_of_order_are_refused(html: str) -> None:
    with pytest.raises(AssertionError):
        parse(html)


def test_words_are_read_as_a_browser_reads_them() -> None:
    page = parse('<!-- <p> --><p title="1 > 0 &amp; \'" hidden data-x=a>R&amp;D &lt;b&gt; <br/>&nbsp;x</p>')
    assert page.one("p").attributes == {"title": "1 > 0 & '", "hidden": "", "data-x": "a"}
    assert page.text == "R&D <b> x"
    assert [node.tag for node in page.walk()] == ["p", "br"]


def test_a_form_is_sent_as_a_browser_would() -> None:
    page = parse(
        "<form method='post'><input name='a' value='1'><input type='checkbox' name='b' value='2'>"
        "<input type='checkbox' name='b' value='3' checked><textarea name='c'>\n x</textarea>"
        "<select name='d'><option value='4'>4<option></select><button name='e' value='5'>Gửi</button></form>".replace(
            "<option></select>", "</option></select>"
        )
    )
    form = page.form("Gửi")
    assert values_of(form) == {"a": ["1"], "b": ["3"], "c": [" x"], "d": ["4"]}
    assert values_of(form, "Gửi")["e"] == ["5"]
