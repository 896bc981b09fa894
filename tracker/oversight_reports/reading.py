"""A section's text with its sources: which record each code means, what is wrong with one, how the text reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tracker.core.i18n import _
from tracker.core.text import fold
from tracker.oversight_reports import marks
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.marks import Mark, name_of, spelled
from tracker.oversight_reports.sources import Source
from tracker.oversight_reports.writing.attribution import named_last, names_next, within
from tracker.oversight_reports.writing.lines import reported_by

HEADING = re.compile(r"\d{1,2}\. \S.{0,140}")
LISTED = "- "
Reporters = frozenset[str]
"""Names of the agencies whose claim a figure is."""


@dataclass(frozen=True)
class Named:
    """What a code means: the record, and the part of it ("" for the record itself)."""

    source: Source
    part: str = ""

    @property
    def spelling(self) -> str:
        """As it is written in the text: [BC-01 mục II.1]"""
        return spelled(self.source.code, self.source.parts[self.part][0] if self.part else "")

    @property
    def value(self) -> str:
        """What a figure says in place of its code; "" for a record that is only pointed at."""
        return self.source.parts[self.part][1] if self.part and self.source.value else self.source.value

    @property
    def label(self) -> str:
        """BC-01 mục II.1; a sentence without its session."""
        if self.part:
            return f"{self.source.record.code} {self.source.parts[self.part][0]}"
        return str(self.source.record.code)


def meant(mark: Mark, dossier: Dossier) -> Named | None:
    """The source that a code names; None when the delegation's records have none, or not that part of it."""
    whole = dossier.by_name.get(name_of(mark.typed))
    if whole is not None:
        return Named(whole)
    source, part = dossier.by_name.get(name_of(mark.name)), name_of(mark.part)
    if source is None or not part or part not in source.parts:
        return None
    return Named(source, part)


def used(text: str, dossier: Dossier) -> list[Source]:
    """The sources that the text names, each once, in reading order."""
    named = (meant(mark, dossier) for mark in marks.found(text))
    return list({one.source.code: one.source for one in named if one is not None}.values())


def snapshot(text: str, dossier: Dossier) -> dict[str, str]:
    """What each source of the text says now, by code."""
    return {source.code: source.words for source in used(text, dossier)}


def respelled(text: str, dossier: Dossier) -> str:
    """Every code as it is properly written: [sl 2] becomes [SL-02]."""

    def spelling(mark: Mark) -> str | None:
        found = meant(mark, dossier)
        return found.spelling if found is not None else None

    return marks.respelled(text, spelling)


def problems(text: str, dossier: Dossier) -> list[str]:
    """A sentence for each code that cannot stand: unknown here (another delegation's is no better), or out of date."""
    return list(dict.fromkeys(sentence for mark in marks.found(text) if (sentence := problem(mark, dossier))))


def problem(mark: Mark, dossier: Dossier) -> str:
    named = meant(mark, dossier)
    if named is not None:
        return str(named.source.gone)
    known = dossier.by_name.get(name_of(mark.name))
    if known is None:
        if not mark.is_sure:
            return ""
        return _(
            "Hồ sơ của Đoàn này không có [%(code)s]. Hãy chọn mã trong danh sách nguồn; "
            "nếu là chữ thường thì dùng ngoặc tròn.",
            code=mark.typed,
        )
    return _("%(code)s không có phần “%(part)s”.", code=known.code, part=mark.part)


# --- how it reads ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """Plain words, or a source where `named` is set; `missing` is a code that means nothing here."""

    words: str
    named: Named | None = None
    missing: bool = False
    aside: str = ""
    """What is said in brackets beside the source: whose claim it is, and what is not settled about it."""

    @property
    def printed(self) -> str:
        """On paper: a figure in words, a source that is only pointed at not at all, and what is said beside it."""
        words = self.named.value if self.named is not None else self.words
        return f"{words} ({self.aside})" if self.aside else words


@dataclass(frozen=True)
class Paragraph:
    """`kind`: heading, paragraph or list; a list has one run of pieces for each line."""

    kind: str
    lines: tuple[tuple[Piece, ...], ...]


def paragraphs(text: str, dossier: Dossier) -> Iterator[Paragraph]:
    """The text as it is laid out. A line is a paragraph; lines that begin with "- " make a list."""
    listed: list[tuple[Piece, ...]] = []
    for line, lead in led(line.strip() for line in text.split("\n")):
        if line.startswith(LISTED):
            listed.append(beside(line.removeprefix(LISTED), lead, dossier))
            continue
        if listed:
            yield Paragraph("list", tuple(listed))
            listed = []
        if line:
            yield Paragraph("heading" if HEADING.fullmatch(line) else "paragraph", (beside(line, "", dossier),))
    if listed:
        yield Paragraph("list", tuple(listed))


def led(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each line with the one that leads into its list."""
    lead = ""
    for line in lines:
        yield line, lead
        if line.strip() and not line.strip().startswith(LISTED):
            lead = line


def beside(line: str, lead: str, dossier: Dossier) -> tuple[Piece, ...]:
    """The line in pieces; where a source stands for the last time, what is to be said beside it.

    A figure names who reported it wherever the figure before it, or the words in front of it, are another's; a line of a
    list goes on from the one that leads into it.
    """
    told, _last = attributed(line, leads_with(lead, dossier), dossier)
    return tuple(told)


def leads_with(lead: str, dossier: Dossier) -> Reporters:
    """Whose figures a list goes on with: only a line that ends in a colon leads into one."""
    return attributed(lead, frozenset(), dossier)[1] if lead.rstrip().endswith(":") else frozenset()


def attributed(line: str, named: Reporters, dossier: Dossier) -> tuple[list[Piece], Reporters]:
    """The line in pieces with what is said beside each, and who was named last; `named`: who was before it."""
    told = list(pieces(line, dossier))
    last = {piece.named.source.code: place for place, piece in enumerate(told) if piece.named is not None}
    agencies = dossier.reporters
    for place, piece in enumerate(told):
        if piece.named is None:
            named = named_last(piece.words, agencies) or named
            continue
        source, asides = piece.named.source, []
        if source.kind == "figure" and not goes_on(told, place):
            if (
                source.reporters
                and named != set(source.reporters)
                and not names_next(after(told, place), source.reporters)
            ):
                asides.append(reported_by(source.reporters))
            named = frozenset(source.reporters)
        if source.caution and last[source.code] == place:
            asides.append(source.caution)
            named = frozenset() if within(f" {fold(source.caution)} ", agencies) else named
        told[place] = replace(piece, aside="; ".join(asides))
    return told, named


def goes_on(told: list[Piece], place: int) -> bool:
    """Does the same figure follow at once? [SL-02]; [SL-02 so sánh]"""
    following = next((piece for piece in told[place + 1 :] if piece.named is not None or fold(piece.words)), None)
    return following is not None and following.named is not None and following.named.source is told[place].named.source  # type: ignore[union-attr]


def after(told: list[Piece], place: int) -> str:
    """The words that stand behind a source at once."""
    following = told[place + 1] if place + 1 < len(told) else None
    return following.words if following is not None and following.named is None else ""


def pieces(line: str, dossier: Dossier) -> Iterator[Piece]:
    place = 0
    for mark in marks.found(line):
        if mark.start > place:
            yield Piece(line[place : mark.start])
        named = meant(mark, dossier)
        yield Piece(line[mark.start : mark.end], named, missing=named is None and mark.is_sure)
        place = mark.end
    if place < len(line):
        yield Piece(line[place:])


def on_paper_line(line: Iterable[Piece]) -> list[Piece]:
    """The line as it is printed: figures in words, sources that are only pointed at without a gap in front of them."""
    told: list[Piece] = []
    for piece in line:
        points = piece.named is not None and not piece.named.value
        if points and told and told[-1].named is None:
            told[-1] = Piece(told[-1].words.rstrip(" "))
        told.append(piece)
    return told


def plain(text: str, dossier: Dossier) -> str:
    """The text in words alone, as it is printed."""
    told = []
    for line, lead in led(text.split("\n")):
        parts = beside(line, lead if line.strip().startswith(LISTED) else "", dossier)
        told.append("".join(piece.printed for piece in on_paper_line(parts)))
    return "\n".join(told)
