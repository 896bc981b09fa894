"""Parts of addresses, and how a module says which addresses it answers."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

ID = "<int(max=2147483647):id>"
ROW = "<int(max=2147483647):row_id>"
SERIES = "<series>"
FLAG = "<ref>"

View = Callable[..., Response]
Address = tuple[str, str, dict[str, View]]
"""(path, endpoint, view by method)"""
