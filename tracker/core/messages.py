"""What the form libraries would say in English, said in Vietnamese and telling the reader what to do."""

from __future__ import annotations

from typing import Any

from tracker.core.i18n import Words, _l

OPEN_TOO_LONG = _l("Trang này mở đã lâu. Hãy bấm gửi lại lần nữa; nội dung đã nhập vẫn còn.")

SENTENCES: dict[str, Words] = {
    "This field is required.": _l("Hãy điền mục này."),
    "Invalid input.": _l("Nội dung này chưa đúng. Hãy kiểm tra lại."),
    "Not a valid choice.": _l("Hãy chọn một mục trong danh sách."),
    "Invalid Choice: could not coerce.": _l("Hãy chọn một mục trong danh sách."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Hãy chọn trong danh sách."),
    "'%(value)s' is not a valid choice for this field.": _l("“%(value)s” không có trong danh sách. Hãy chọn lại."),
    "'%(value)s' are not valid choices for this field.": _l("“%(value)s” không có trong danh sách. Hãy chọn lại."),
    "Choices cannot be None.": _l("Danh sách lựa chọn chưa có. Hãy báo cho quản trị hệ thống."),
    "Not a valid date value.": _l("Ngày không hợp lệ. Nhập dd/mm/yyyy"),
    "Not a valid datetime value.": _l("Ngày giờ không hợp lệ. Nhập dd/mm/yyyy hh:mm"),
    "Not a valid time value.": _l("Giờ không hợp lệ. Nhập hh:mm"),
    "Not a valid week value.": _l("Tuần không hợp lệ. Hãy chọn lại."),
    "Not a valid decimal value.": _l("Đây không phải là số. Hãy nhập bằng chữ số, ví dụ 18,09 hoặc 1.234,5."),
    "Not a valid float value.": _l("Đây không phải là số. Hãy nhập bằng chữ số, ví dụ 18,09 hoặc 1.234,5."),
    "Not a valid integer value.": _l("Hãy nhập một số nguyên, ví dụ 12."),
    "Field must be at least %(min)d character long.": _l("Hãy nhập ít nhất %(min)d ký tự."),
    "Field must be at least %(min)d characters long.": _l("Hãy nhập ít nhất %(min)d ký tự."),
    "Field cannot be longer than %(max)d character.": _l("Nội dung dài quá %(max)d ký tự. Hãy rút ngắn."),
    "Field cannot be longer than %(max)d characters.": _l("Nội dung dài quá %(max)d ký tự. Hãy rút ngắn."),
    "Field must be exactly %(max)d character long.": _l("Hãy nhập đúng %(max)d ký tự."),
    "Field must be exactly %(max)d characters long.": _l("Hãy nhập đúng %(max)d ký tự."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Hãy nhập từ %(min)d đến %(max)d ký tự."),
    "Number must be at least %(min)s.": _l("Hãy nhập số từ %(min)s trở lên."),
    "Number must be at most %(max)s.": _l("Hãy nhập số không quá %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Hãy nhập số từ %(min)s đến %(max)s."),
    "Date must be at least %(min)s.": _l("Hãy nhập ngày từ %(min)s trở đi."),
    "Date must be at most %(max)s.": _l("Hãy nhập ngày không sau %(max)s."),
    "Date must be between %(min)s and %(max)s.": _l("Hãy nhập ngày từ %(min)s đến %(max)s."),
    "Field must be equal to %(other_name)s.": _l("Hai lần nhập chưa giống nhau. Hãy nhập lại."),
    "Invalid field name '%s'.": _l("Không có mục “%s”."),
    "Invalid email address.": _l("Địa chỉ thư điện tử chưa đúng, ví dụ ten@haiphong.gov.vn."),
    "Invalid URL.": _l("Địa chỉ trang chưa đúng, ví dụ https://haiphong.gov.vn."),
    "Invalid UUID.": _l("Mã này chưa đúng. Hãy chép lại cả dòng."),
    "Invalid IP address.": _l("Địa chỉ mạng chưa đúng, ví dụ 10.0.0.1."),
    "Invalid Mac address.": _l("Địa chỉ thiết bị chưa đúng."),
    "Invalid value, must be one of: %(values)s.": _l("Hãy nhập một trong: %(values)s."),
    "Invalid value, can't be any of: %(values)s.": _l("Không dùng được: %(values)s. Hãy nhập khác."),
    "This field cannot be edited.": _l("Mục này không sửa được."),
    "This field is disabled and cannot have a value.": _l("Mục này không dùng ở đây; hãy để trống."),
    "File does not have an approved extension: {extensions}": _l("Chỉ nhận tệp có đuôi: {extensions}."),
    "File does not have an approved extension.": _l("Không nhận loại tệp này. Hãy lưu thành PDF rồi gửi lại."),
    "File must be between {min_size} and {max_size} bytes.": _l("Tệp phải từ {min_size} đến {max_size} byte."),
    **dict.fromkeys(
        (
            "The CSRF token is missing.",
            "The CSRF session token is missing.",
            "The CSRF token has expired.",
            "The CSRF token is invalid.",
            "The CSRF tokens do not match.",
            "CSRF failed.",
            "CSRF token expired.",
            "CSRF token missing.",
            "Invalid CSRF Token.",
        ),
        OPEN_TOO_LONG,
    ),
}


class Catalogue:
    """Stands where WTForms expects its own translations."""

    def gettext(self, text: str) -> str:
        return str(SENTENCES.get(text, text))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)

    def ugettext(self, text: str) -> str:
        return self.gettext(text)

    def ungettext(self, one: str, many: str, count: int) -> str:
        return self.ngettext(one, many, count)


CATALOGUE: Any = Catalogue()
