"""Reads an HTML answer strictly: a tree to look things up in, and the mistakes in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
REFERENCES = frozenset(["for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form"])
TYPED = frozenset(
    ["text", "search", "number", "date", "time", "email", "password", "url", "tel", "hidden", "datetime-local"]
)
INSIDE = r"""[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*"""
PIECE = re.compile(rf"<!--.*?-->|<!doctype[^<>]*>|<(/?)([a-z][a-z0-9-]*)({INSIDE})>", re.DOTALL)
"""A comment, or a tag: whether it closes, its name, what stands in it. Our templates write names in small letters."""
ATTRIBUTE = re.compile(r"""([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


@dataclass(eq=False)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    document: list[Node] = field(default_factory=list, repr=False)
    """Every element of the page in the order of the text; this one's stand from `first` to before `last`."""
    first: int = 0
    last: int = 0

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        return " ".join("".join(self.pieces()).split())

    @property
    def raw(self) -> str:
        return "".join(self.pieces())

    def pieces(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style", "template"):
                yield from child.pieces()

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def walk(self) -> list[Node]:
        return self.document[self.first : self.last]

    def all(self, *tags: str, text: str | None = None, **attributes: str) -> list[Node]:
        """Every element inside with one of the tags, this text, and these attributes (`class_` finds one class)."""
        return [node for node in self.walk() if node.fits(tags, text, attributes)]

    def one(self, *tags: str, text: str | None = None, **attributes: str) -> Node:
        found = self.all(*tags, text=text, **attributes)
        assert len(found) == 1, f"{len(found)} × {tags} {text or ''} {attributes}"
        return found[0]

    def fits(self, tags: tuple[str, ...], text: str | None, attributes: dict[str, str]) -> bool:
        if (tags and self.tag not in tags) or (text is not None and self.text != text):
            return False
        return all(self.has(name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())

    def has(self, name: str, value: str) -> bool:
        return value in self.get(name).split() if name == "class" else self.attributes.get(name) == value


@dataclass(eq=False)
class Page(Node):
    """A whole document."""

    tag: str = "#document"

    @property
    def title(self) -> str:
        return self.one("title").text

    @property
    def heading(self) -> str:
        return self.one("h1").text

    @property
    def links(self) -> list[str]:
        return [node.get("href") for node in self.all("a") if node.get("href")]

    def form(self, button: str | None = None) -> Node:
        """The form that has this button; without a name, the only form that is posted."""
        if button is None:
            forms = [form for form in self.all("form") if form.get("method").lower() == "post"]
            inside_main = [form for form in forms if main_holds(self, form)] or forms
            assert len(inside_main) == 1, f"{len(inside_main)} forms: name the button"
            return inside_main[0]
        forms = [form for form in self.all("form") if form.all("button", text=button)]
        assert forms, f"no button “{button}” among {[node.text for node in self.all('button')]}"
        return forms[0]


def main_holds(page: Page, form: Node) -> bool:
    return any(node is form for main in page.all("main") for node in main.walk())


def values_of(form: Node, button: str | None = None) -> dict[str, list[str]]:
    """What a browser would send of this form as it stands."""
    values: dict[str, list[str]] = {}
    for node in form.all("input", "select", "textarea", "button"):
        name = node.get("name")
        if name and "disabled" not in node.attributes:
            values.setdefault(name, []).extend(values_sent(node, button))
    return {name: sent for name, sent in values.items() if sent}


def values_sent(node: Node, button: str | None) -> list[str]:
    if node.tag == "textarea":
        return [node.raw.removeprefix("\r").removeprefix("\n")]
    if node.tag == "select":
        options = node.all("option")
        chosen = [option for option in options if "selected" in option.attributes]
        if not chosen and "multiple" not in node.attributes:
            chosen = options[:1]
        return [option.attributes.get("value", option.text) for option in chosen]
    if node.tag == "button":
        return [node.get("value")] if button is not None and node.text == button else []
    if node.get("type") in ("checkbox", "radio"):
        return [node.attributes.get("value", "on")] if "checked" in node.attributes else []
    return [node.get("value")] if node.get("type") in TYPED or "type" not in node.attributes else []


def parse(source: str) -> Page:
    """The page; fails where tags are not closed in order, or a sign of a tag stands where there is none."""
    page = Page()
    document, opened, read = page.document, [page], 0
    for piece in PIECE.finditer(source):
        add_text(opened[-1], source[read : piece.start()])
        read = piece.end()
        closing, tag, inside = piece.groups()
        if closing:
            assert opened[-1].tag == tag, f"</{tag}> closes <{opened[-1].tag}> before {source[read : read + 80]!r}"
            opened.pop().last = len(document)
        elif tag:
            node = Node(tag, attributes_of(tag, inside), document=document)
            document.append(node)
            node.first = node.last = len(document)
            opened[-1].children.append(node)
            if tag not in VOID:
                opened.append(node)
    add_text(opened[-1], source[read:])
    assert len(opened) == 1, f"never closed: {[node.tag for node in opened[1:]]}"
    page.last = len(document)
    return page


def add_text(node: Node, text: str) -> None:
    if text:
        assert "<" not in text, f"a bare < in <{node.tag}>: {text[:80]!r}"
        node.children.append(unescape(text) if "&" in text else text)


def attributes_of(tag: str, inside: str) -> dict[str, str]:
    if not inside:
        return {}
    told = [(name, unescape(one or other or bare)) for name, one, other, bare in ATTRIBUTE.findall(inside)]
    attributes = dict(told)
    assert len(told) == len(attributes), f"<{tag}> has an attribute twice: {[name for name, _value in told]}"
    return attributes


def mistakes(page: Page) -> list[str]:
    """What would hinder a reader: a doubled id, a label of nothing, no language, no heading, inline script or style."""
    known = ids(page)
    found = [f"id “{id}” {times} times" for id, times in known.items() if times > 1]
    for node in page.walk():
        found += [
            f"<{node.tag} {name}={id}> points to nothing"
            for name in node.attributes.keys() & REFERENCES
            for id in node.get(name).split()
            if id not in known
        ]
        found += [f"<{node.tag} {name}> inline" for name in node.attributes if name == "style" or name.startswith("on")]
    if page.all("html"):
        found += whole_page_mistakes(page)
    return found


def whole_page_mistakes(page: Page) -> list[str]:
    found = []
    if not page.one("html").get("lang"):
        found.append("<html> without lang")
    if len(page.all("h1")) != 1:
        found.append(f"{len(page.all('h1'))} <h1>")
    if not page.title:
        found.append("no title")
    if any(not node.get("src") for node in page.all("script")) or page.all("style"):
        found.append("inline script or style")
    return found + unnamed_controls(page)


def unnamed_controls(page: Page) -> list[str]:
    labelled = {node.get("for") for node in page.all("label")}
    inside = {id(control) for label in page.all("label") for control in label.walk()}
    return [
        f"<{node.tag} name={node.get('name')}> without a label"
        for node in page.all("input", "select", "textarea")
        if node.get("type") not in ("hidden", "submit")
        and node.get("id") not in labelled
        and id(node) not in inside
        and not node.get("aria-label")
        and not node.get("aria-labelledby")
    ]


def ids(page: Page) -> Counter[str]:
    return Counter(node.get("id") for node in page.walk() if node.get("id"))
