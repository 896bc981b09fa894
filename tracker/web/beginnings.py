"""Where something new is written: on the delegation in the address, on that of its source, or on the only one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE, Role
from tracker.comparing import flags, looking, telling
from tracker.comparing import queries as comparing
from tracker.comparing.flags import Flag
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.core.rows import row_number, row_number_or_none
from tracker.delegations.models import Delegation
from tracker.findings import flagged, queries
from tracker.links import origins
from tracker.web import kit, looks
from tracker.web.kit import me

FROM_FLAG = "flag:"


@dataclass(frozen=True)
class Beginning:
    """`delegation` is None when the person has to choose among `choices`."""

    delegation: Delegation | None
    source: Any = None
    choices: Sequence[Any] = ()
    flag: Flag | None = None
    """What about the figures of the delegation needs a look."""

    @property
    def rests_on(self) -> list[str]:
        if self.flag is not None:
            return [f"figure:{id}" for id in self.figures]
        return [origins.spelled(self.source)] if self.source is not None else []

    @property
    def figures(self) -> list[int]:
        """The figures of this delegation that a flag rests on."""
        if self.flag is None or self.delegation is None:
            return []
        return flagged.figures_of(self.flag, self.delegation)

    @property
    def known_findings(self) -> Sequence[Any]:
        """The findings that were made of the flag."""
        if self.flag is None or self.delegation is None:
            return []
        return flagged.made_of(self.flag, self.delegation, me())

    @property
    def crumb(self) -> dict[str, str]:
        """The same page, in words."""
        if self.flag is not None:
            return {"label": telling.indicator(self.flag)[0], "url": self.back}
        record: Any = self.source if self.source is not None else self.delegation
        kind, id = kit.page_of(record)
        code = record.code if access.kind_of(record).name == kind else access.find(kind, id, me()).code
        return {"label": f"{access.KINDS[kind].label} {code}", "url": self.back}

    @property
    def back(self) -> str:
        """The page that the person came from."""
        if self.flag is not None and self.delegation is not None:
            return url_for("indicators.show", id=self.delegation.id, series=flags.slug(self.flag.series))
        if self.source is not None:
            return kit.url_of(*kit.page_of(self.source))
        return kit.url_of("delegation", self.delegation.id) if self.delegation else "/"


def find(kinds: Collection[str], roles: Sequence[Role]) -> Beginning:
    """From `?from=statement:12`, `?from=flag:…` or `?delegation=3`, else the one delegation on which this person writes."""
    if request.args.get("from", "").startswith(FROM_FLAG):
        return from_flag(request.args["from"].removeprefix(FROM_FLAG))
    source = origins.find(request.args["from"], me(), kinds) if request.args.get("from") else None
    if source is not None:
        return Beginning(source.delegation, source)
    asked = request.args.get("delegation", type=row_number)
    if asked is not None:
        return Beginning(access.find("delegation", asked, me()))
    choices = queries.delegations_to_record_on(me(), roles)
    if not choices:
        raise Forbidden(_("Chưa được giao Đoàn giám sát nào để ghi. Hãy liên hệ Văn phòng để được giao quyền."))
    if len(choices) == 1:
        return Beginning(access.find("delegation", choices[0].id, me()))
    return Beginning(None, choices=choices)


def from_flag(words: str) -> Beginning:
    """`3-series-flag-numbers`: a flag of delegation 3. Where its numbers are others by now, only the delegation is left."""
    id, _dash, ref = words.partition("-")
    delegation = looking.of_council(row_number_or_none(id) or 0, me())
    flag = comparing.flag(delegation, ref, me(), limit=looks.limit())
    return Beginning(delegation, flag=flag)


def crumb_of(delegation: Delegation) -> dict[str, str | None]:
    """The delegation at the top of a page; a link for those who may read its page too."""
    reads = me().roles & set(COUNCIL_SIDE) or me().agency_ids & {entry.agency_id for entry in delegation.agencies}
    url = kit.url_of("delegation", delegation.id) if reads else None
    return {"label": _("Đoàn %(code)s", code=delegation.code), "url": url}
