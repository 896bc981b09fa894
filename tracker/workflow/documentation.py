"""Workflows as pages: a table and a diagram from the definition, committed so that a changed rule shows in review."""

from __future__ import annotations

from pathlib import Path

from tracker.accounts.access import KINDS
from tracker.accounts.roles import LABELS, Role
from tracker.workflow.definition import Ask, State, Transition, Workflow

STATE_HEAD = ("Trạng thái", "Mã", "Cơ quan thấy", "Cuối", "Cần có", "Ai sửa", "Ai làm tiếp")
STEP_HEAD = ("Bước", "Mã", "Từ", "Đến", "Ai", "Hỏi", "Điều kiện", "Cấm", "Báo cho")
HEADER = "<!-- Made by `tracker docs` from tracker/*/workflow.py; do not edit. -->\n\n"


def pages() -> dict[str, str]:
    """File name → text, one page a workflow."""
    flows = [kind.workflow for kind in KINDS.values() if kind.workflow]
    return {f"{flow.name}.md": page(flow) for flow in sorted(flows, key=lambda flow: flow.name)}


def write(folder: Path) -> list[Path]:
    """Write every page; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
        written.append(folder / name)
    return written


def page(flow: Workflow) -> str:
    parts = [
        HEADER + f"# {flow.label} (`{flow.name}`)\n",
        f"Nguồn: {flow.source}\n" if flow.source else "",
        f"Ai lập: {roles(flow.create)}\n" if flow.create else "",
        f"Không ai sửa khi: {flow.seal.sentence}\n" if flow.seal else "",
        "## Trạng thái\n",
        table(STATE_HEAD, map(state_row, flow.states)),
        "## Các bước\n",
        table(STEP_HEAD, [step_row(flow, step) for step in flow.transitions]),
        "## Sơ đồ\n",
        diagram(flow),
    ]
    return "\n".join(part for part in parts if part)


def state_row(state: State) -> tuple[str, ...]:
    return (
        str(state.label),
        f"`{state.name}`",
        "✓" if state.shared else "",
        "✓" if state.final else "",
        ", ".join(f"`{fact}`" for fact in state.needs),
        roles(state.edit),
        f"{roles(state.waits_for)}: {state.todo}" if state.waits_for else "",
    )


def step_row(flow: Workflow, step: Transition) -> tuple[str, ...]:
    targets = sorted({target for source in step.source for target in step.targets_from(source)})
    stays = step.target is None and not step.among
    return (
        str(step.label),
        f"`{step.name}`",
        ", ".join(str(flow.state(name).label) for name in step.source),
        "(giữ nguyên)" if stays else ", ".join(str(flow.state(name).label) for name in targets),
        "(tự động)" if step.auto else roles(step.by),
        ", ".join(asked(step)),
        " ".join(str(guard.sentence) for guard in step.guards),
        " ".join(str(bar.sentence) for bar in step.bars),
        roles(step.tell),
    )


def asked(step: Transition) -> list[str]:
    """What the step asks, also about each part of the record; what is confirmed is asked about only where there is something
    to confirm."""
    words = [f"{ask.label}{how_asked(ask)}" for ask in step.asks]
    parts = [str(step.more.label)] if step.more else []
    return words + parts + ([f"{step.confirm.label} (chỉ hỏi khi cần)"] if step.confirm else [])


def how_asked(ask: Ask) -> str:
    if ask.fits is not None:
        return " (chỉ hỏi khi đang ở bước đó)"
    if ask.at_times:
        return " (tùy trường hợp)"
    return "" if ask.required else " (không bắt buộc)"


def roles(names: tuple[Role, ...]) -> str:
    return ", ".join(str(LABELS[name]) for name in names)


def table(head: tuple[str, ...], rows: object) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]  # type: ignore[attr-defined]
    return "\n".join(lines) + "\n"


def diagram(flow: Workflow) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state.name}' for state in flow.states]
    lines.append(f"    [*] --> {flow.start}")
    for step in flow.transitions:
        for source in step.source:
            lines += [f"    {source} --> {target}: {step.label}" for target in step.targets_from(source)]
    lines += [f"    {name} --> [*]" for name in flow.finals]
    return "\n".join([*lines, "```", ""])
