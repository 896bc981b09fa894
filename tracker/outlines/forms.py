"""What a person may type about an outline: its name, its items, the figures that an item asks for."""

from __future__ import annotations

from typing import Any

from wtforms import widgets

from tracker.core.errors import Invalid
from tracker.core.fields.base import Answer, says
from tracker.core.forms import BaseForm, Choice, LongText, Needed, OneLine, Pasted, YesNo
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number
from tracker.outlines import pasting
from tracker.outlines.models import DEEPEST, DEEPEST_PART, Outline, OutlineItem
from tracker.outlines.parts import put_under
from tracker.outlines.pasting import Draft
from tracker.outlines.tree import nodes

TABLE_HINT = _l(
    "Mỗi dòng một chỉ tiêu: chỉ tiêu | đơn vị | kỳ | phạm vi. Dán từ Excel cũng được. "
    "Kỳ ghi như: 2024; 2021 - 2023; quý I/2024; lũy kế; từng năm 2021 - 2023. "
    "Thành phần (trong đó) đứng dưới dòng tổng, bắt đầu bằng dấu -, phần nhỏ hơn bằng dấu +; "
    "các phần cộng lại phải bằng dòng tổng."
)
PASTE_HINT = _l(
    "Dán từ Word: mỗi mục một dòng, giữ số I, 1, a. Dòng bảng số liệu (các ô cách nhau bằng tab hoặc dấu |) "
    "thuộc mục đứng trên nó; thành phần (trong đó) bắt đầu bằng dấu -. "
    "Hướng dẫn cho cơ quan bắt đầu bằng dấu >, ở dưới mục của nó. Mục không bắt buộc thì ghi “(nếu có)” ở cuối dòng."
)
LINE_NAMES = ("indicator", "unit", "period", "scope", "depth")


class Tree(Answer):
    """The items of an outline as JSON: [{"text", "required", "guidance", "figures": […], "items": […]}]."""

    widget: Any = widgets.HiddenInput()
    json_type = "items"

    def from_page(self, typed: str) -> Any:
        return None

    def from_json(self, sent: Any) -> list[Draft]:
        try:
            return drafts_of(sent, 0)
        except Invalid as wrong:
            raise ValueError(" ".join(text for texts in wrong.errors.values() for text in texts)) from wrong


def drafts_of(sent: Any, level: int) -> list[Draft]:
    """Nested objects as drafts in reading order; Invalid when they are not of that shape."""
    known = {"text", "required", "guidance", "figures", "items"}
    if not isinstance(sent, list) or not all(isinstance(item, dict) and set(item) <= known for item in sent):
        raise Invalid(
            {"items": [says(_l("Hãy gửi một danh sách; mỗi mục gồm: %(names)s.", names=", ".join(sorted(known))))]}
        )
    if sent and level >= DEEPEST:
        raise Invalid({"items": [says(_l("Đề cương có nhiều nhất %(deepest)s cấp.", deepest=DEEPEST))]})
    found: list[Draft] = []
    for item in sent:
        draft = pasting.item(str(item.get("text") or ""))
        draft.level, draft.guidance = level, str(item.get("guidance") or "")
        draft.required = item.get("required") is not False
        draft.figures = lines_of(item.get("figures") or [])
        found += [draft, *drafts_of(item.get("items") or [], level + 1)]
    return found


def lines_of(sent: Any) -> list[dict[str, Any]]:
    """A table from JSON: indicator, unit, period in words, scope, depth (1: a part of the nearest line above of depth 0)."""
    if not isinstance(sent, list) or not all(isinstance(line, dict) and set(line) <= set(LINE_NAMES) for line in sent):
        raise Invalid({"items": [says(_l("Mỗi chỉ tiêu gồm: %(names)s.", names=", ".join(LINE_NAMES)))]})
    found: list[dict[str, Any]] = []
    for line in sent:
        facts = pasting.figure([str(line.get(name) or "") for name in ("indicator", "unit", "period", "scope")])
        put_under(found, facts | {"depth": depth_in(line) or facts["depth"]})
    return found


def depth_in(line: dict[str, Any]) -> int:
    depth = line.get("depth") or 0
    if depth not in range(DEEPEST_PART + 1) or isinstance(depth, bool):
        raise ValueError(_("depth là một số từ 0 đến %(deepest)s.", deepest=DEEPEST_PART))
    return int(depth)


class OutlineForm(BaseForm):
    """A new version of an outline, or its name."""

    title = OneLine(
        _l("Tên đề cương"), [Needed()], longest=500, description=_l("Ví dụ: Đề cương báo cáo phục vụ giám sát …")
    )
    text = Pasted(_l("Các mục"), longest=60_000, description=PASTE_HINT)
    items = Tree(_l("Các mục, dạng JSON"))


class TitleForm(BaseForm):
    title = OneLine(_l("Tên đề cương"), [Needed()], longest=500)


class EditForm(TitleForm):
    """Changing an outline in JSON: its name, or all its items at once."""

    items = Tree(_l("Các mục, dạng JSON"))


class PasteForm(BaseForm):
    text = Pasted(_l("Các mục"), [Needed()], longest=60_000, description=PASTE_HINT)
    replace = YesNo(_l("Thay toàn bộ các mục đang có"))


class ItemForm(BaseForm):
    """One item. `outline` gives the items that it may stand under."""

    text = LongText(_l("Nội dung yêu cầu báo cáo"), [Needed()], longest=4000)
    parent_id = Choice(_l("Thuộc mục"), coerce=row_number, choices=(), blank=_l("Không, là mục lớn"))
    required = YesNo(_l("Cơ quan phải trả lời mục này"), default=True)
    guidance = LongText(_l("Hướng dẫn cho cơ quan"), longest=4000)
    table = Pasted(_l("Bảng số liệu"), longest=20_000, description=TABLE_HINT)

    def __init__(
        self, *given: Any, outline: Outline | None = None, item: OutlineItem | None = None, **about: Any
    ) -> None:
        super().__init__(*given, **about)
        if outline is not None:
            self.parent_id.choices = parents(outline, item)


def parents(outline: Outline, item: OutlineItem | None) -> list[tuple[str, str]]:
    """("12", "I. Kết quả") of the items that another may stand under."""
    below = {item.id} if item is not None else set()
    found: list[tuple[str, str]] = []
    for node in nodes(outline.items):
        if node.item.id in below or node.item.parent_id in below:
            below.add(node.item.id)
        elif node.level < DEEPEST - 1:
            found.append((str(node.item.id), f"{node.path}. {node.item.text[:100]}"))
    return found


def answers_of(item: OutlineItem) -> dict[str, Any]:
    """What the form shows of a saved item."""
    return {
        "text": item.text,
        "parent_id": item.parent_id,
        "required": item.required,
        "guidance": item.guidance,
        "table": pasting.table_of(item.figures),
    }
