"""Choosing agencies in a form. One that has ended is not offered, and its successor is named to whoever sends it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from wtforms.validators import ValidationError

from tracker.core import clock
from tracker.core.forms import Choice, Choices
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.extensions import db
from tracker.organizations import queries
from tracker.organizations.models import Agency


class AgencyChoice(Choice):
    """One agency of a council, by id."""

    def __init__(self, label: Any = None, validators: Any = None, **about: Any) -> None:
        about.setdefault("choices", [])
        super().__init__(label, validators, coerce=row_number, **about)
        self.council_id = 0

    def offer(self, council_id: int, agencies: Iterable[Any]) -> None:
        self.council_id, self.choices = council_id, list(agencies)

    def pre_validate(self, form: Any) -> None:
        if not self.process_errors and self.data is not None and self.data not in self.allowed():
            raise ValidationError(why_not(self.council_id, [self.data]))


class AgencyChoices(Choices):
    """Any number of agencies of a council, by id, as boxes to tick."""

    def __init__(self, label: Any = None, validators: Any = None, **about: Any) -> None:
        about.setdefault("choices", [])
        super().__init__(label, validators, coerce=row_number, **about)
        self.council_id = 0

    def offer(self, council_id: int, agencies: Iterable[Any]) -> None:
        self.council_id, self.choices = council_id, list(agencies)

    def pre_validate(self, form: Any) -> None:
        strange = set(self.data or []) - {self.coerce(item["value"]) for item in self.options()}
        if strange and not self.process_errors:
            raise ValidationError(why_not(self.council_id, sorted(strange)))
        super().pre_validate(form)


def offered(council_id: int, keep: Iterable[int | None] = ()) -> list[tuple[str, str]]:
    """(id, name) of the council's agencies that exist today, and those of `keep` that have ended meanwhile."""
    options = queries.choices(council_id, clock.today())
    known = {id for id, _name in options}
    missing = [id for id in keep if id is not None and str(id) not in known]
    if not missing:
        return options
    ended = db.session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(missing)).order_by(Agency.sort_key))
    return options + [(str(id), _("%(name)s (đã kết thúc)", name=name)) for id, name in ended]


def why_not(council_id: int, ids: list[int]) -> str:
    """What is wrong with these agencies: that they have ended, and who answers for them now (domain.md 6.5)."""
    today = clock.today()
    query = select(Agency).where(Agency.council_id == council_id, Agency.id.in_(ids)).order_by(Agency.id)
    for agency in db.session.scalars(query):
        if agency.is_valid_on(today):
            continue
        heir = queries.successor_on(agency, today)
        if heir is not None:
            return _(
                "%(name)s đã kết thúc hoạt động. Hãy chọn cơ quan kế thừa: %(heir)s.", name=agency.name, heir=heir.name
            )
        return _("%(name)s đã kết thúc hoạt động. Hãy chọn cơ quan khác.", name=agency.name)
    return _("Hãy chọn cơ quan trong danh sách.")
