"""What can be wrong with a request, each with its HTTP status and a sentence for the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.core.i18n import Words, _l


class DomainError(Exception):
    """Something that the person who asked can understand and act on."""

    status = 400
    default: Words = _l("Không làm được việc này.")

    def __init__(self, sentence: Words | None = None) -> None:
        super().__init__(sentence)
        self.sentence: Words = self.default if sentence is None else sentence

    def __str__(self) -> str:
        return str(self.sentence)


class NotFound(DomainError):
    """There is none, or it is none of the reader's business."""

    status = 404
    default = _l("Không tìm thấy nội dung này. Có thể địa chỉ bị gõ sai, hoặc tài khoản này không có quyền xem.")


class Forbidden(DomainError):
    """It exists, the reader may know that, and may not do this."""

    status = 403
    default = _l("Tài khoản này không có quyền làm việc này. Nếu cần, hãy liên hệ Văn phòng.")


class Impossible(DomainError):
    """The record is not in a condition for this."""

    status = 409
    default = _l("Bản ghi đang ở trạng thái không cho phép việc này.")


class Stale(DomainError):
    """Somebody else saved first. `theirs` is the record as it is now, `mine` what was sent; API answers 412."""

    status = 409
    default = _l("Bản ghi đã được người khác sửa trong lúc đang nhập. Hãy so hai bản rồi lưu lại.")

    def __init__(self, sentence: Words | None = None, *, theirs: Any = None, mine: Any = None) -> None:
        super().__init__(sentence)
        self.theirs = theirs
        self.mine = mine


class Invalid(DomainError):
    """Answers that need mending, by field; the key "" speaks of the form as a whole. API answers 422."""

    status = 400
    default = _l("Có chỗ cần sửa trước khi lưu.")

    def __init__(self, errors: Mapping[str, Sequence[Words]] | Words, sentence: Words | None = None) -> None:
        super().__init__(sentence)
        by_field = errors if isinstance(errors, Mapping) else {"": [errors]}
        self.errors: dict[str, list[str]] = {name: [str(text) for text in texts] for name, texts in by_field.items()}

    def __str__(self) -> str:
        return "; ".join(text for texts in self.errors.values() for text in texts) or str(self.sentence)
