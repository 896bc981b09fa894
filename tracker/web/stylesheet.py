"""Takes from Bootstrap's stylesheet only the rules that our pages can use: a first view stays light."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
WORD = re.compile(r"[\w-]+")
PREFIX_OF_MADE_NAME = re.compile(r"([A-Za-z][\w-]*-)(?:\{\{|\{|\" ?~|' ?~)")
SCANNED = frozenset({".html", ".py", ".js"})


@dataclass(frozen=True)
class Vocabulary:
    """The words in our sources, and the beginnings of names made at run time such as `tag-{{ tone }}`."""

    words: frozenset[str]
    prefixes: tuple[str, ...]

    def has(self, name: str) -> bool:
        return name in self.words or name.startswith(self.prefixes)


def vocabulary(folders: Iterable[Path]) -> Vocabulary:
    """Every word that stands in a template, script or module below these folders."""
    texts = [
        path.read_text(encoding="utf-8")
        for root in folders
        for path in sorted(root.rglob("*"))
        if path.suffix in SCANNED
    ]
    words = frozenset(word for text in texts for word in WORD.findall(text))
    prefixes = {prefix for text in texts for prefix in PREFIX_OF_MADE_NAME.findall(text)}
    return Vocabulary(words, tuple(sorted(prefixes)))


def trimmed(css: str, known: Vocabulary) -> str:
    """The stylesheet without the selectors that cannot match anything of ours."""
    kept = []
    for prelude, body in blocks(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if prelude.startswith(("@media", "@supports")):
            inner = trimmed(body, known)
            kept.append(f"{prelude}{{{inner}}}" if inner else "")
        elif prelude.startswith("@"):
            kept.append(f"{prelude}{{{body}}}" if body else f"{prelude};")
        elif selectors := [part for part in split_selectors(prelude) if can_match(part, known)]:
            kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def can_match(selector: str, known: Vocabulary) -> bool:
    outside_not = re.sub(r":not\([^)]*\)", "", selector)
    return all(known.has(name) for name in CLASS.findall(outside_not))


def split_selectors(prelude: str) -> list[str]:
    """Split at the commas that stand outside brackets: `a:is(b,c),d` is two selectors."""
    return re.split(r",(?![^(]*\))", prelude)


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """(what stands before the brace, what stands inside) for each rule; a statement such as @charset has no inside."""
    start = 0
    while start < len(css):
        brace, semicolon = css.find("{", start), css.find(";", start)
        if semicolon != -1 and (brace == -1 or semicolon < brace):
            yield css[start:semicolon].strip(), ""
            start = semicolon + 1
        elif brace == -1:
            return
        else:
            end = closing(css, brace)
            yield css[start:brace].strip(), css[brace + 1 : end]
            start = end + 1


def closing(css: str, brace: int) -> int:
    """Where the brace opened at `brace` is closed."""
    depth = 0
    for match in re.compile(r"[{}]").finditer(css, brace):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.start()
    raise ValueError("a brace is never closed")
