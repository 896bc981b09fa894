"""docs/permissions.md, from the two tables: `python -m tests.rules.document` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.rules import matrix
from tests.rules.matrix import Act, Step, readers
from tracker import open_rooms
from tracker.accounts.access import KINDS
from tracker.accounts.roles import LABELS, Role

FILE = Path(__file__).parents[2] / "docs" / "permissions.md"
ROLES = {
    "office": Role.OFFICE,
    "standing": Role.STANDING,
    "leader": Role.LEADER,
    "other_leader": None,
    "deputy": Role.DEPUTY,
    "head": Role.HEAD,
    "deputy_head": Role.DEPUTY_HEAD,
    "secretary": Role.SECRETARY,
    "member": Role.MEMBER,
    "agency_officer": Role.AGENCY_OFFICER,
    "agency_leader": Role.AGENCY_LEADER,
    "admin": Role.ADMIN,
}
ELSEWHERE = "Lãnh đạo Ban khác"
CONDITIONS = {
    "author": "người ghi",
    "reporter": "trừ người đã báo cáo hoặc nhập báo cáo",
    "anybody": "không cần đăng nhập",
    "signed_in": "mọi người đã đăng nhập",
    "of_council": "mọi người có vai trò trong Hội đồng đó",
    "former_agency": "cơ quan đã bàn giao: chỉ đọc phần của mình",
    "source_agency": "cơ quan có đề xuất là căn cứ: chỉ đọc",
    "readers": "",
    "steps": "",
}
STATES = {
    "own": "",
    "own_draft": "dự thảo, đang soạn",
    "own_report": "báo cáo nội bộ của Đoàn",
    "own_draft_report": "",
    "own_planned": "chưa thông báo",
    "own_signed": "đã ký biên bản",
    "own_asked": "đã gửi cơ quan",
    "own_confirmed": "đã xác nhận",
    "own_violation": "dấu hiệu vi phạm, chưa gửi cơ quan",
    "own_shared": "nhiều cơ quan thực hiện",
    "own_lead": "của cơ quan chủ trì",
    "own_support": "của cơ quan phối hợp",
    "own_accepted": "đã xác nhận",
    "own_paper": "do Văn phòng nhập từ văn bản",
    "own_ended": "đã kết thúc",
    "own_handed": "đã bàn giao cho cơ quan kế thừa",
    "own_drafting": "đã đăng ký, giao cơ quan soạn thảo",
    "own_in_force": "đã ban hành",
}
"""What the records of the table stand for; those without words add nothing to the page."""
STEPS = "steps"
HEADER = """<!-- Made by `python -m tests.rules.document` from tests/rules/permissions.yaml and steps.yaml; do not edit. -->

# Ai được làm gì

Theo bảng vai trò và quyền của nghiệp vụ. Vai trò giữ trên từng hồ sơ: Trưởng đoàn là Trưởng đoàn của đoàn mình, người của
cơ quan là người của cơ quan mà hồ sơ gửi tới, Lãnh đạo Ban là lãnh đạo của Ban có đoàn đó. Giữ nhiều vai trò thì các quyền
cộng lại. Không ai thấy hồ sơ của Hội đồng khác.

- ✓ được làm
- “xem”: đọc được hồ sơ, nhưng làm việc này thì bị từ chối (403)
- ô trống: như không có hồ sơ đó (404)

Người chưa đăng nhập, và tài khoản đã bị khóa, luôn được mời đăng nhập (trang) hoặc nhận 401 (API). Mã truy cập API chỉ có
phạm vi đọc thì đọc được như chủ của nó và không ghi được gì. Bảng này được kiểm bằng yêu cầu thật với mọi địa chỉ và mọi
vai trò.
"""


def page() -> str:
    """The whole document."""
    open_rooms()
    parts = [HEADER, "## Đọc hồ sơ\n", reading()]
    for area, title in matrix.areas().items():
        acts = [act for act in matrix.acts() if act.area == area]
        rows = table(["Việc", *names(), "Kèm theo", "Địa chỉ"], map(row_of_act, acts))
        parts += [f"## {title}\n", steps() if area == STEPS else rows]
    return "\n".join(parts).rstrip() + "\n"


def names() -> list[str]:
    return [str(LABELS[role]) if role else ELSEWHERE for role in ROLES.values()]


def reading() -> str:
    """Who reads which kind of record, in which state."""
    rows = []
    for kind, variants in matrix.permissions()["records"].items():
        for variant in variants:
            if kind in KINDS and (variant == "own" or STATES.get(variant)):
                words = ", ".join(part for part in (str(KINDS[kind].label), STATES[variant]) if part)
                held = readers(kind, variant)
                rows.append(
                    [words, *("✓" if role in held or "of_council" in held else "" for role in ROLES), more(held)]
                )
    return table(["Hồ sơ", *names(), "Thêm"], [without_admin(row) for row in rows])


def without_admin(row: list[str]) -> list[str]:
    """The administrator holds no role in a council, so `of_council` does not reach them."""
    admin = 1 + list(ROLES).index("admin")
    is_account = row[0] == str(KINDS["user"].label)
    return [*row[:admin], "✓" if is_account else "", *row[admin + 1 :]]


def more(roles: Iterable[str]) -> str:
    return "; ".join(CONDITIONS[role] for role in sorted(roles) if CONDITIONS.get(role))


def row_of_act(act: Act) -> list[str]:
    cells = [cell_of(act, role) for role in ROLES]
    return [act.title, *cells, more((*act.by, *act.never)), "<br>".join(f"`{door.endpoint}`" for door in act.doors)]


def cell_of(act: Act, role: str) -> str:
    if {"anybody", "signed_in"} & set(act.by) or role in act.by:
        return "✓"
    if "of_council" in act.by and role != "admin":
        return "✓"
    if not act.of:
        return ""
    return ("✓" if "readers" in act.by else "xem") if reads(act.of, role) else ""


def reads(kind: str, role: str) -> bool:
    """In at least one state."""
    held = {name for variant in matrix.permissions()["records"][kind] for name in readers(kind, variant)}
    return role in held or ("of_council" in held and role != "admin")


def steps() -> str:
    """One table for each life."""
    parts = []
    for kind in dict.fromkeys(step.kind for step in matrix.steps()):
        rows = [row_of_step(step) for step in matrix.steps() if step.kind == kind]
        parts += [f"### {KINDS[kind].label}\n", table(["Bước", *names(), "Kèm theo"], rows)]
    return "\n".join(parts)


def row_of_step(step: Step) -> list[str]:
    label = str(KINDS[step.kind].workflow.transition(step.name).label)
    if step.auto:
        return [f"{label} (`{step.name}`)", *("" for _role in ROLES), "hệ thống tự làm"]
    cells = ["✓" if role in step.by else "xem" if reads(step.kind, role) else "" for role in ROLES]
    notes = [
        more(step.by),
        more(step.never),
        *("dấu hiệu vi phạm: chỉ Trưởng đoàn, Phó Trưởng đoàn" for _ in step.exceptions),
    ]
    return [f"{label} (`{step.name}`)", *cells, "; ".join(note for note in notes if note)]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
