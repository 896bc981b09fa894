"""The facts that a template may name: each with its meaning and an example; what every document has besides its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.core.i18n import Words, _, _l

Facts = dict[str, Any]
"""A text, a list of texts, or a list of such dictionaries, by name."""


@dataclass(frozen=True)
class Placeholder:
    """`parts`: what each item of a list of groups holds; without them a list holds texts."""

    name: str
    meaning: Words
    example: str = ""
    is_list: bool = False
    parts: tuple[Placeholder, ...] = ()


def text(name: str, meaning: Words, example: str) -> Placeholder:
    return Placeholder(name, meaning, example)


def texts(name: str, meaning: Words, example: str) -> Placeholder:
    return Placeholder(name, meaning, example, is_list=True)


def groups(name: str, meaning: Words, *parts: Placeholder) -> Placeholder:
    return Placeholder(name, meaning, is_list=True, parts=parts)


FRAME = (
    text(
        "co_quan_tren", _l("Cơ quan chủ quản, chữ in hoa; có thể xuống dòng"), "HỘI ĐỒNG NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG"
    ),
    text("co_quan", _l("Cơ quan ban hành, chữ in hoa"), "ĐOÀN GIÁM SÁT"),
    text("so_ky_hieu", _l("Dòng số, ký hiệu; để trống số khi Văn thư chưa cấp"), "Số: 05/BC-ĐGS"),
    text("so_va_ky_hieu", _l("Số và ký hiệu, không có chữ “Số:”"), "05/BC-ĐGS"),
    text("ten_co_quan", _l("Cơ quan ban hành, chữ thường"), "Đoàn giám sát"),
    text("ngay_ban_hanh", _l("Ngày, tháng, năm ban hành"), "ngày 05 tháng 01 năm 2026"),
    text("dia_danh_ngay_thang", _l("Địa danh và ngày, tháng, năm"), "Hải Phòng, ngày 05 tháng 01 năm 2026"),
    text("ten_loai", _l("Tên loại văn bản, chữ in hoa"), "BÁO CÁO"),
    text("trich_yeu", _l("Trích yếu nội dung"), "Kết quả giám sát chuyên đề"),
    texts("kinh_gui", _l("Các nơi sau chữ “Kính gửi”"), "Sở Công Thương"),
    text("nhieu_noi_nhan", _l("“1” khi gửi nhiều nơi, trống khi gửi một nơi"), "1"),
    texts("can_cu", _l("Các căn cứ, đã có dấu cuối dòng"), "Căn cứ Luật Tổ chức chính quyền địa phương;"),
    texts("noi_nhan", _l("Các dòng dưới chữ “Nơi nhận:”"), "- Như trên;"),
    texts("quyen_ky", _l("Các dòng phía trên chữ ký: TM., KT., chức vụ"), "TM. ĐOÀN GIÁM SÁT"),
    text("nguoi_ky", _l("Họ và tên người ký, không ghi học hàm, học vị"), "Nguyễn Văn Mẫu"),
    text("dia_chi", _l("Địa chỉ mở hồ sơ trên hệ thống"), "https://giamsat.vidu.vn/sessions/1"),
    text("ma_qr", _l("Mã QR mở hồ sơ; đặt riêng một dòng"), "▦"),
)
"""Of every document (NĐ 30/2020, Phụ lục I)."""


def example(known: Iterable[Placeholder]) -> Facts:
    """Facts as the examples say them: two of each list, so that loops are tried."""
    return {one.name: example_of(one) for one in known}


def example_of(one: Placeholder) -> Any:
    if one.parts:
        return [example(one.parts), example(one.parts)]
    return [one.example, one.example] if one.is_list else one.example


def as_written(known: Sequence[Placeholder], inside: str = "", depth: int = 0) -> Iterator[dict[str, Any]]:
    """Each placeholder as it is written in a template; the parts of a list below it, under the name of its loop."""
    for one in known:
        name = f"{inside}.{one.name}" if inside else one.name
        if not one.is_list:
            yield {"written": f"{{{{ {name} }}}}", "meaning": one.meaning, "example": one.example, "depth": depth}
            continue
        item = f"dong_{one.name}" if not one.parts else f"muc_{one.name}"
        yield {"written": f"{{%p for {item} in {name} %}}", "meaning": one.meaning, "example": "", "depth": depth}
        if one.parts:
            yield from as_written(one.parts, item, depth + 1)
        else:
            yield {
                "written": f"{{{{ {item} }}}}",
                "meaning": _("Từng dòng"),
                "example": one.example,
                "depth": depth + 1,
            }
        yield {"written": "{%p endfor %}", "meaning": _("Hết danh sách"), "example": "", "depth": depth}
