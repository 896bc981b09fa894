"""What somebody says of a view that they save; pages and API ask the same."""

from __future__ import annotations

from tracker.core.forms import BaseForm, Choice, Needed, OneLine, YesNo
from tracker.core.i18n import _l
from tracker.views.models import PLACES
from tracker.views.places import LONGEST


class ViewForm(BaseForm):
    name = OneLine(_l("Tên"), [Needed()], longest=120, description=_l("Ví dụ: Quá hạn trên 90 ngày của các sở"))
    shared = YesNo(_l("Chia sẻ với cả Văn phòng"))
    is_default = YesNo(_l("Mở danh sách bằng bộ lọc này"))


class FilterViewForm(ViewForm):
    """Also its filter, which on pages comes from where the person was."""

    query = OneLine(_l("Bộ lọc, như trong địa chỉ"), longest=LONGEST)


class WholeViewForm(FilterViewForm):
    place = Choice(_l("Danh sách"), [Needed()], choices=list(PLACES.items()))


class RemoveForm(BaseForm):
    """Asks nothing; its button says what will happen."""
