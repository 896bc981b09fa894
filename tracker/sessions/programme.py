"""The working programme as rows of a form, and how they become the session's items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from markupsafe import Markup
from wtforms import Field, FieldList, Form, FormField
from wtforms.meta import DefaultMeta

from tracker.accounts.actor import Actor
from tracker.audit import service as audit
from tracker.core.forms import BaseForm, Needed, OneLine
from tracker.core.i18n import _, _l
from tracker.core.messages import CATALOGUE
from tracker.sessions import facts, service, words
from tracker.sessions.fields import Hour
from tracker.sessions.models import ProgrammeItem, WorkingSession
from tracker.workflow import engine

MOST_ITEMS = 40
COLUMNS = ("starts_at", "text", "presenter")


class Row(dict[str, Any]):
    """One item; reads as words where two versions are shown side by side."""

    def __str__(self) -> str:
        return words.programme_item(ProgrammeItem(**self))


class RowForm(Form):
    """One line of the programme; a line left empty is none."""

    class Meta(DefaultMeta):
        def get_translations(self, form: Any) -> Any:
            return CATALOGUE

        def render_field(self, field: Field, render_kw: Any) -> Markup:
            return super().render_field(field, {"required": False, **render_kw})

    starts_at = Hour(_l("Giờ"))
    text = OneLine(_l("Nội dung"), longest=1000)
    presenter = OneLine(_l("Người trình bày"), longest=300)

    @property
    def is_empty(self) -> bool:
        return not any(field.data or field.process_errors for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        fine = self.is_empty or bool(super().validate(extra_validators))
        if fine and not self.is_empty and not self.text.data:
            self.text.errors = [*self.text.errors, _("Hãy nhập nội dung của dòng này.")]
            fine = False
        return fine


class Rows(FieldList):  # type: ignore[type-arg]
    """Any number of lines, without the empty ones."""

    json_type = "rows"
    optional = True

    @property
    def data(self) -> list[Row]:
        return [Row(entry.form.data) for entry in self.entries if not entry.form.is_empty]


class ProgrammeForm(BaseForm):
    """The whole programme at once."""

    items = Rows(FormField(RowForm), _l("Chương trình làm việc"), max_entries=MOST_ITEMS)


class ProgrammeItemForm(BaseForm):
    """One item, as JSON adds them one after the other."""

    starts_at = Hour(_l("Giờ"))
    text = OneLine(_l("Nội dung"), [Needed()], longest=1000)
    presenter = OneLine(_l("Người trình bày"), longest=300)


def rows_of(session: WorkingSession) -> list[Row]:
    return [Row((name, getattr(item, name)) for name in COLUMNS) for item in session.programme]


def write(session: WorkingSession, rows: Sequence[Mapping[str, Any]], actor: Actor) -> None:
    """From now on this is the programme; where every item has its hour, the hours give the order."""
    engine.require_reword(session, actor)
    earlier, planned = audit.snapshot(session), facts.programme(session)
    wanted = list(rows)
    if all(row.get("starts_at") for row in wanted):
        wanted.sort(key=lambda row: row.get("starts_at") or time())
    session.programme = [
        ProgrammeItem(
            position=place, starts_at=row.get("starts_at"), text=row["text"], presenter=row.get("presenter") or ""
        )
        for place, row in enumerate(wanted)
    ]
    engine.edited(session, actor, earlier, also={"programme": (planned, facts.programme(session))})
    service.index(session)


def add(session: WorkingSession, answers: Mapping[str, Any], actor: Actor) -> ProgrammeItem:
    engine.require_reword(session, actor)
    earlier, planned = audit.snapshot(session), facts.programme(session)
    item = ProgrammeItem(
        position=len(session.programme),
        starts_at=answers.get("starts_at"),
        text=answers["text"],
        presenter=answers.get("presenter") or "",
    )
    session.programme.append(item)
    engine.edited(session, actor, earlier, also={"programme": (planned, facts.programme(session))})
    service.index(session)
    return item


def remove(session: WorkingSession, item: ProgrammeItem, actor: Actor) -> None:
    kept = [known for known in session.programme if known is not item]
    write(session, [{name: getattr(known, name) for name in COLUMNS} for known in kept], actor)
