"""The placeholders that a template names: each must be one of its kind, and only simple things may be done with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from tracker.core.i18n import _
from tracker.documents.checking.parts import Paragraph
from tracker.documents.placeholders import Placeholder
from tracker.documents.sandbox import environment

MARK = re.compile(r"(\{\{|\{%)(-?\s*)(?:p|tr|tc|r)\s+")
QUOTES = str.maketrans("“”‘’", "\"\"''")
FILTERS = frozenset({"upper", "lower", "title", "capitalize", "length", "first", "last", "join", "trim", "default"})
SIMPLE = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Getattr, nodes.Getitem),
    *(nodes.Const, nodes.Filter, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.CondExpr),
)
LOOP = ("index", "index0", "first", "last", "length")
Schema = Mapping[str, Any]
"""Name → Placeholder; of a loop variable, the placeholder of the list, whose item it is."""


class Unknown(Exception):
    """`name` is no placeholder here."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def problems(paragraphs: Sequence[Paragraph], known: Sequence[Placeholder]) -> list[str]:
    """A sentence for each name that is unknown and each thing that may not be done; lines of the parser are paragraphs."""
    source = "\n".join(MARK.sub(r"\1\2", paragraph.text.translate(QUOTES)) for paragraph in paragraphs)
    try:
        tree = environment(for_word=False).parse(source)
    except TemplateSyntaxError as wrong:
        return [unreadable(paragraphs, wrong)]
    schema = {one.name: one for one in known} | {"loop": "loop"}
    return list(dict.fromkeys(told(walk(tree, schema), paragraphs)))


def unreadable(paragraphs: Sequence[Paragraph], wrong: TemplateSyntaxError) -> str:
    return _("%(place)s: không đọc được chỗ điền này.", place=place(paragraphs, wrong.lineno))


def place(paragraphs: Sequence[Paragraph], line: int) -> str:
    return paragraphs[min(max(line, 1), len(paragraphs)) - 1].place


def told(found: Iterator[tuple[int, str]], paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    for line, name in found:
        if name:
            yield _("%(place)s: không có chỗ điền tên “%(name)s”.", place=place(paragraphs, line), name=name)
        else:
            yield _(
                "%(place)s: chỗ điền chỉ được nêu tên, không gọi lệnh hay tính toán.", place=place(paragraphs, line)
            )


def walk(node: nodes.Node, schema: Schema) -> Iterator[tuple[int, str]]:
    """(line, name that is unknown), or (line, "") for what may not be done."""
    if not isinstance(node, SIMPLE) or (isinstance(node, nodes.Filter) and node.name not in FILTERS):
        yield node.lineno, ""
        return
    if isinstance(node, nodes.For):
        yield from walk_loop(node, schema)
        return
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        try:
            meant(node, schema)
        except Unknown as unknown:
            yield node.lineno, unknown.name
        return
    for child in node.iter_child_nodes():
        yield from walk(child, schema)


def walk_loop(node: nodes.For, schema: Schema) -> Iterator[tuple[int, str]]:
    try:
        over = meant(node.iter, schema)
    except Unknown as unknown:
        yield node.lineno, unknown.name
        return
    if not isinstance(over, Placeholder) or not over.is_list or not isinstance(node.target, nodes.Name):
        yield node.lineno, ""
        return
    inner = {**schema, node.target.name: item_of(over)}
    for child in (*node.body, *node.else_):
        yield from walk(child, inner)


def item_of(over: Placeholder) -> Placeholder | dict[str, Placeholder]:
    """One of its groups; or a text."""
    return {part.name: part for part in over.parts} if over.parts else Placeholder("", "")


def meant(node: nodes.Node, schema: Schema) -> Any:
    """What a name leads to; Unknown where nothing is there."""
    if isinstance(node, nodes.Name):
        if node.name not in schema:
            raise Unknown(node.name)
        return schema[node.name]
    if isinstance(node, nodes.Getattr):
        return part_of(meant(node.node, schema), node.attr, spelled(node))
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        over = meant(node.node, schema)
        if isinstance(over, Placeholder) and over.is_list and isinstance(node.arg.value, int):
            return item_of(over)
    raise Unknown(spelled(node))


def part_of(group: Any, name: str, whole: str) -> Any:
    if group == "loop" and name in LOOP:
        return Placeholder("", "")
    if isinstance(group, dict) and name in group:
        return group[name]
    raise Unknown(whole)


def spelled(node: nodes.Node) -> str:
    """nguoi.ho_ten"""
    if isinstance(node, nodes.Getattr):
        return f"{spelled(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{spelled(node.node)}[…]"
    return node.name if isinstance(node, nodes.Name) else "…"
