"""Asking for what was known at a past moment; the same on pages and in JSON."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, union_all
from wtforms.validators import ValidationError

from tracker.core import clock
from tracker.core.dates import format_moment
from tracker.core.forms import BaseForm, PastMoment
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.organizations.history import AgencySpan
from tracker.recommendations.history.models import RecommendationSpan


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
        first = first_moment(self.councils)
        if first is not None and field.data.at < first:
            raise ValidationError(
                _(
                    "Lúc đó chưa ghi gì. Nhật ký bắt đầu lúc %(moment)s; hãy nhập từ đó trở đi.",
                    moment=format_moment(first),
                )
            )


def first_moment(council_ids: Collection[int]) -> datetime | None:
    """When the first thing was known to these councils: one of their agencies or recommendations."""
    spans: tuple[Any, ...] = (AgencySpan, RecommendationSpan)
    firsts = [select(func.min(span.valid_from)).where(span.council_id.in_(sorted(council_ids))) for span in spans]
    return min((first for first in db.session.scalars(union_all(*firsts)) if first is not None), default=None)
