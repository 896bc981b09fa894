"""Numbers in addresses."""

from __future__ import annotations

from typing import Any

from werkzeug.routing import IntegerConverter, Map

from tracker.core.rows import LARGEST


class RowNumber(IntegerConverter):
    """The number of a row; an address with a larger one than any row can have does not exist."""

    def __init__(self, map: Map, *given: Any, **about: Any) -> None:
        super().__init__(map, *given, **{"max": LARGEST, **about})
