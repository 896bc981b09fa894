"""A list that a filter line narrows and that looks back: what the pages of findings, proposals and policies share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tracker.web import as_of, filtering, kit, paging
from tracker.web.kit import me


def read(
    asked: Any, standing: as_of.Standing, wanted: Any, listing: Callable[..., Sequence[Any]], total: Callable[..., int]
) -> tuple[Sequence[Any], dict[str, Any]]:
    """The rows of the page, with one more where there is a next, and what the template of every such list is told.

    `listing` and `total` are asked what the reader may read of what is wanted; nothing of a moment that makes no sense.
    """
    rows = [] if standing.is_wrong else listing(me(), wanted, page=paging.number(), size=paging.size())
    number = 0 if standing.is_wrong else total(me(), wanted)
    return rows, {
        "filter": asked,
        "chips": filtering.chips(asked),
        "standing": standing,
        "form": standing.form,
        "page": paging.page(rows, number),
        "address": paging.address,
        "state_of": kit.state_tag,
    }
