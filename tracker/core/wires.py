"""The two ways in which answers arrive: typed into a page, or sent as JSON. The same form reads both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

Wire = Literal["page", "json"]


class JsonAnswers:
    """A JSON object in the shape in which WTForms reads form data; values stay as they were sent."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers

    def __contains__(self, name: str) -> bool:
        return name in self.answers

    def __iter__(self) -> Iterator[str]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)

    def getlist(self, name: str) -> list[Any]:
        return [self.answers[name]] if name in self.answers else []
