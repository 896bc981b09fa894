"""Where something new is written: on the delegation in the address, on that of its source, or on the only one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE, Role
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.findings import queries
from tracker.links import origins
from tracker.web import kit
from tracker.web.kit import me


@dataclass(frozen=True)
class Beginning:
    """`delegation` is None when the person has to choose among `choices`."""

    delegation: Delegation | None
    source: Any = None
    choices: Sequence[Any] = ()

    @property
    def rests_on(self) -> list[str]:
        return [origins.spelled(self.source)] if self.source is not None else []

    @property
    def crumb(self) -> dict[str, str]:
        """The same page, in words."""
        record: Any = self.source if self.source is not None else self.delegation
        kind, id = kit.page_of(record)
        code = record.code if access.kind_of(record).name == kind else access.find(kind, id, me()).code
        return {"label": f"{access.KINDS[kind].label} {code}", "url": self.back}

    @property
    def back(self) -> str:
        """The page that the person came from."""
        if self.source is not None:
            return kit.url_of(*kit.page_of(self.source))
        return kit.url_of("delegation", self.delegation.id) if self.delegation else "/"


def find(kinds: Collection[str], roles: Sequence[Role]) -> Beginning:
    """From `?from=statement:12` or `?delegation=3`, else the one delegation on which this person writes."""
    source = origins.find(request.args["from"], me(), kinds) if request.args.get("from") else None
    if source is not None:
        return Beginning(source.delegation, source)
    asked = request.args.get("delegation", type=int)
    if asked is not None:
        return Beginning(access.find("delegation", asked, me()))
    choices = queries.delegations_to_record_on(me(), roles)
    if not choices:
        raise Forbidden(_("Bạn chưa có Đoàn giám sát nào để ghi. Hãy liên hệ Văn phòng để được giao quyền."))
    if len(choices) == 1:
        return Beginning(access.find("delegation", choices[0].id, me()))
    return Beginning(None, choices=choices)


def crumb_of(delegation: Delegation) -> dict[str, str | None]:
    """The delegation at the top of a page; a link for those who may read its page too."""
    reads = me().roles & set(COUNCIL_SIDE) or me().agency_ids & {entry.agency_id for entry in delegation.agencies}
    url = kit.url_of("delegation", delegation.id) if reads else None
    return {"label": _("Đoàn %(code)s", code=delegation.code), "url": url}
