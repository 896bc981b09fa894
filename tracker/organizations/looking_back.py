"""Asking for what was known at a past moment; the same on pages and in JSON."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wtforms.validators import ValidationError

from tracker.core import clock
from tracker.core.dates import format_moment
from tracker.core.forms import BaseForm, PastMoment
from tracker.core.i18n import _, _l
from tracker.organizations import history


class AsOf(BaseForm):
    """As known when; now when nothing is said. `councils`: those whose records are asked for."""

    class Meta(BaseForm.Meta):
        csrf = False

    as_of = PastMoment(_l("Như đã biết vào ngày"), render_kw={"inputmode": "text", "placeholder": "dd/mm/yyyy"})

    def __init__(self, *given: Any, councils: Collection[int] = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.councils = councils

    def validate_as_of(self, field: Any) -> None:
        """Between the first thing that was written down and now."""
        if field.data is None:
            return
        if field.data.at > clock.now():
            raise ValidationError(_("Thời điểm này chưa đến. Nhập ngày từ hôm nay trở về trước."))
        first = history.first_moment(self.councils)
        if first is not None and field.data.at < first:
            raise ValidationError(
                _(
                    "Lúc đó chưa ghi gì. Nhật ký bắt đầu lúc %(moment)s; hãy nhập từ đó trở đi.",
                    moment=format_moment(first),
                )
            )
