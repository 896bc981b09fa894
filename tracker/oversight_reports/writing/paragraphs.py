"""How the words of a section are laid out: headings, paragraphs that lead into a list, lines that begin with "- "."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A line that leads in, and what is listed below it."""

    lead: str = ""
    lines: tuple[str, ...] = ()
    is_heading: bool = False


def block(lead: str, lines: Iterable[str]) -> Block:
    return Block(lead, tuple(lines))


def heading(words: str) -> Block:
    """A heading. It is numbered where it comes to stand, and falls away where nothing stands below it."""
    return Block(words, is_heading=True)


def paragraph(words: str) -> Block:
    """Words that stand by themselves."""
    return Block(words, ("",))


def joined(blocks: Sequence[Block]) -> str:
    """The text of a section, without the blocks that have nothing in them."""
    told: list[str] = []
    waiting, number = "", 0
    for each in blocks:
        if each.is_heading:
            waiting = each.lead
        elif each.lines:
            if waiting:
                number += 1
                told.append(f"{number}. {waiting}")
            waiting = ""
            told.append("\n".join(laid_out(each)))
    return "\n\n".join(told)


def laid_out(each: Block) -> list[str]:
    listed = [f"- {line}" for line in each.lines if line]
    return [each.lead, *listed] if each.lead else listed
