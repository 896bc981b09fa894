"""What is appended: the figures by the agencies that gave them, and the answers to the outline."""

from __future__ import annotations

from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.marks import spelled
from tracker.oversight_reports.sources import Source
from tracker.oversight_reports.writing.figures import by_reporter
from tracker.oversight_reports.writing.lines import clause, item, shortened
from tracker.oversight_reports.writing.paragraphs import Block, block, heading

LONGEST_ANSWER = 1_000
LONGEST = 80_000
"""An appendix beyond this is cut, and says so: a section holds 100,000 characters."""


def written(dossier: Dossier) -> list[Block]:
    figures = [source for source in dossier.sources if source.kind == "figure" and not source.gone]
    blocks = [heading("Số liệu do các cơ quan báo cáo"), *by_reporter(figures), heading("Trả lời theo đề cương")]
    blocks += [answers(source) for source in dossier.sources if source.kind == "report" and not source.gone]
    return cut(blocks)


def answers(source: Source) -> Block:
    """Each item that was answered in words, and where it is read in full."""
    told = [
        f"{part['path']}. {shortened(clause(part['item_text']), 200)}: "
        f"{shortened(clause(part['text']), LONGEST_ANSWER)} {spelled(source.code, item(part['path']))}."
        for part in source.record.content
        if part["text"].strip()
    ]
    return block(f"{source.words}:", told)


def cut(blocks: list[Block]) -> list[Block]:
    """As many lines as fit."""
    left, found = LONGEST, []
    for each in blocks:
        kept: list[str] = []
        for line in each.lines:
            left -= len(line) + 3
            if left > 0:
                kept.append(line)
        found.append(Block(each.lead, tuple(kept), each.is_heading))
    dropped = sum(len(each.lines) for each in blocks) - sum(len(each.lines) for each in found)
    return [*found, block("", [f"Còn {dropped} dòng, xem ở báo cáo của từng cơ quan."])] if dropped else found
