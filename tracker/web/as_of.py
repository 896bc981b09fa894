"""Pages as known at a past moment: the field that asks for it, the banner that says so, the line that is printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from flask import request

from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.core.moments import Moment
from tracker.recommendations.history.asking import AsOf
from tracker.recommendations.history.knowing import as_known
from tracker.web import paging
from tracker.web.kit import me

NAMES = ("as_of", "on")
"""`on` is what the rates used to be asked for with; kept for addresses that people have."""
NOW = dict.fromkeys(NAMES)
"""Changes of an address that take the moment out of it."""


@dataclass(frozen=True)
class Standing:
    """When a page stands: at a moment that was asked for, or now."""

    form: AsOf
    started: datetime
    """When the page was asked for."""

    @property
    def field(self) -> Any:
        return self.form.as_of

    @property
    def is_wrong(self) -> bool:
        return bool(self.field.errors)

    @property
    def moment(self) -> Moment | None:
        """None: now."""
        return None if self.is_wrong else self.field.data

    @property
    def at(self) -> datetime | None:
        return self.moment.at if self.moment else None

    @property
    def exactly(self) -> Moment:
        """The moment that the page tells of, also where that is now."""
        return self.moment or Moment(self.started)

    @cached_property
    def address(self) -> str | None:
        """For the links of a page that looks back: they go on looking back."""
        return self.moment.address if self.moment else None

    @property
    def banner(self) -> str:
        return _("Đúng như đã biết lúc %(time)s ngày %(day)s", **told(self.exactly)) if self.moment else ""

    @property
    def stamp(self) -> str:
        return _("Số liệu tính đến %(time)s ngày %(day)s", **told(self.exactly))

    @property
    def present_url(self) -> str:
        """The same page now."""
        return paging.address(**NOW, after=None)

    @property
    def print_url(self) -> str:
        """The address that gives the same again."""
        asked = {name: request.args.get(name) for name in ("page", "after")}
        return urljoin(request.url_root, paging.address(**asked, on=None, format=None, as_of=self.exactly.address))

    @contextmanager
    def known(self) -> Iterator[None]:
        """Inside, clock and calendar stand at the moment."""
        with as_known(self.at):
            yield


def told(moment: Moment) -> dict[str, str]:
    there = clock.local(moment.at)
    return {"time": f"{there:%H:%M}", "day": format_vi(there.date())}


def asked(form: AsOf | None = None) -> Standing:
    """When the reader wants this page to stand; `form` is one that asks for more besides."""
    started = clock.now()
    form = form or AsOf(given(), councils=me().council_ids)
    form.validate()
    return Standing(form, started)


def given() -> Any:
    """The arguments of the address, with the older name for a day."""
    args = request.args.copy()
    if args.get("on") and not args.get("as_of"):
        args["as_of"] = args["on"]
    return args
