"""The catalogues of screen texts: English says everything that the source says, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from tracker.config import ROOT
from tracker.core.text import plain

FOLDER = ROOT / "tracker" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w+\}")
WORD = re.compile(r"\w+")


def keywords() -> dict[str, Any]:
    """What marks a text, as `make messages` says it."""
    return DEFAULT_KEYWORDS | parse_keywords(re.findall(r"\s-k (\S+)", (ROOT / "Makefile").read_text()))


@cache
def source() -> Catalog:
    """Every text that is marked in the code and in the templates."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog()
    texts = extract_from_dir(str(ROOT), methods, options, keywords(), strip_comment_tags=True)
    for name, line, text, _comments, context in texts:
        found.add(text, locations=[(name, line)], context=context)
    return found


@cache
def catalogue(language: str) -> Catalog:
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(known: Catalog) -> dict[tuple[str | None, Any], Message]:
    """By context and text; a text that counts is its two forms."""
    return {
        (message.context, message.id if isinstance(message.id, str) else tuple(message.id)): message
        for message in known
        if message.id
    }


def pairs() -> Iterator[tuple[str, str]]:
    """Each Vietnamese text with what English says for it; a text that counts once a form."""
    for message in catalogue("en"):
        if not message.id:
            continue
        if isinstance(message.id, str):
            yield message.id, message.string
        else:
            yield from zip(message.id, message.string, strict=True)


def test_every_marked_text_is_found() -> None:
    found = messages(source())
    assert (None, "Việc của tôi") in found
    assert ("list", "Kiến nghị") in found
    assert (None, ("%(num)s việc quá hạn", "%(num)s việc quá hạn")) in found, "_n in the code"
    assert (None, ("%(num)s kết quả", "%(num)s kết quả")) in found, "ngettext in a template"


def test_english_has_every_text_of_the_source() -> None:
    missing = messages(source()).keys() - messages(catalogue("en")).keys()
    assert not missing, f"run `make messages` and translate: {sorted(map(str, missing))}"


def test_english_has_no_text_that_the_source_has_not() -> None:
    left_over = messages(catalogue("en")).keys() - messages(source()).keys()
    assert not left_over, f"run `make messages`: {sorted(map(str, left_over))}"
    assert not catalogue("en").obsolete


def test_no_translation_is_empty_or_a_guess() -> None:
    empty = [text for text, english in pairs() if not english.strip()]
    guessed = [message.id for message in catalogue("en") if message.id and message.fuzzy]
    assert (empty, guessed) == ([], [])


def test_both_sides_have_the_same_placeholders() -> None:
    differing = [
        (text, english)
        for text, english in pairs()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(english))
    ]
    assert not differing


def test_every_translation_passes_babels_own_checks() -> None:
    problems = [(message.id, str(error)) for message, errors in catalogue("en").check() for error in errors]
    assert not problems


def test_english_keeps_vietnamese_words_only_as_examples() -> None:
    """Vietnamese words in English stand there because the source names them: “các đơn vị”, Sở Công Thương."""
    for text, english in pairs():
        assert vietnamese(english) <= vietnamese(text), english
        assert english != text or not vietnamese(text), f"not translated: {text}"


def vietnamese(text: str) -> set[str]:
    """The words that carry diacritics."""
    return {word for word in WORD.findall(PLACEHOLDER.sub("", text)) if plain(word) != word.lower()}


def test_vietnamese_says_what_the_source_says() -> None:
    changed = [message.id for message in catalogue("vi") if message.id and message.string not in ("", message.id)]
    assert not changed


@pytest.mark.parametrize("text", ["%(num)s việc quá hạn", "còn %(num)s ngày làm việc"])
def test_english_counts_one_apart_from_many(text: str) -> None:
    one, many = messages(catalogue("en"))[None, (text, text)].string
    assert one != many
