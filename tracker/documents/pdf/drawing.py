"""The layout of a document with its facts put in: a tree of plain data that the typst program sets, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from itertools import pairwise
from typing import Any

from jinja2 import Template
from jinja2.runtime import LoopContext

from tracker.documents.layout import (
    Annex,
    Code,
    Each,
    EachRow,
    Element,
    Head,
    Row,
    Signature,
    Table,
    Text,
    Title,
    TwoSigners,
    When,
)
from tracker.documents.placeholders import Facts
from tracker.documents.sandbox import environment

Drawn = dict[str, Any]
SANDBOX = environment(for_word=False)


SIGNED = ("signature", "two_signers")


def drawn(elements: Sequence[Element], facts: Facts) -> list[Drawn]:
    """Who signs does not stand alone on a page: the paragraph before stays with the signature."""
    told = [one for element in elements for one in DRAWN[type(element)](element, facts)]
    for one, following in pairwise(told):
        if one["kind"] == "text" and following["kind"] in SIGNED:
            one["keep"] = True
    return told


@lru_cache(maxsize=1024)
def template(words: str) -> Template:
    return SANDBOX.from_string(words)


@lru_cache(maxsize=256)
def condition(words: str) -> Callable[..., Any]:
    return SANDBOX.compile_expression(words)


def said(words: str, facts: Facts) -> str:
    return template(words).render(facts) if "{{" in words else words


def text(told: Text, facts: Facts) -> Iterator[Drawn]:
    yield {**asdict(told), "kind": "text", "words": said(told.words, facts)}


def each(told: Each, facts: Facts) -> Iterator[Drawn]:
    """`loop` is what Word's templates know of it (`checking.names.LOOP`)."""
    for item, loop in LoopContext(items(told.names, facts), SANDBOX.undefined):
        yield from drawn(told.elements, {**facts, told.name: item, "loop": loop})


def items(names: str, facts: Facts) -> Any:
    """`dong.viec` of an outer item, or a list of the document itself."""
    return condition(names)(**facts) or []


def when(told: When, facts: Facts) -> Iterator[Drawn]:
    if condition(told.name)(**facts):
        yield from drawn(told.elements, facts)


def table(told: Table, facts: Facts) -> Iterator[Drawn]:
    yield {
        "kind": "table",
        "widths": list(told.widths),
        "heading": list(told.heading),
        "rows": [row for one in told.rows for row in rows(one, facts)],
        "size": told.size,
        "code": told.code,
    }


def rows(told: Row | EachRow, facts: Facts) -> Iterator[list[Drawn]]:
    if isinstance(told, EachRow):
        for item in items(told.names, facts):
            for inner in told.rows:
                yield from rows(inner, {**facts, told.name: item})
        return
    yield [{**asdict(cell), "words": said(cell.words, facts), "head": told.head} for cell in told.cells]


def annex(told: Annex, facts: Facts) -> Iterator[Drawn]:
    words = {
        name: said(value, facts) for name, value in (("label", told.label), ("title", told.title), ("of", told.of))
    }
    yield {"kind": "annex", "new_page": told.new_page, **words}


def named(kind: str, *names: str) -> Callable[[Any, Facts], Iterator[Drawn]]:
    """An element that is made of facts of the frame alone."""

    def draw(told: Any, facts: Facts) -> Iterator[Drawn]:
        yield {"kind": kind, **asdict(told), **{name: facts[name] for name in names}}

    return draw


DRAWN: Mapping[type, Callable[[Any, Facts], Iterator[Drawn]]] = {
    Head: named("head", "co_quan_tren", "co_quan", "so_ky_hieu", "dia_danh_ngay_thang", "trich_yeu"),
    Title: named("title", "ten_loai", "trich_yeu"),
    Text: text,
    Each: each,
    When: when,
    Table: table,
    Signature: named("signature", "noi_nhan", "quyen_ky", "nguoi_ky"),
    TwoSigners: named("two_signers", "noi_nhan", "thu_ky_ky", "chuc_danh_chu_tri", "nguoi_ky"),
    Annex: annex,
    Code: lambda _told, _facts: iter([{"kind": "code"}]),
}
