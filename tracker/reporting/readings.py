"""Numbers typed with dots alone: 1.234 is read as one thousand two hundred and thirty-four, and the person sees so first."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField

from tracker.core.numbers import format_vi
from tracker.core.wires import Wire


class Readings:
    """Mixed into forms with numbers. `boxes` are the fields that hold them."""

    reading = HiddenField()
    """The numbers with a dot that the person has been shown and has sent again."""
    wire: Wire

    def boxes(self) -> list[Any]:
        raise NotImplementedError

    def readings(self) -> list[tuple[str, str]]:
        """Numbers typed with dots alone, and how they were read: ("1.234", "1234"); not those that stand as they were."""
        changed = [box for box in self.boxes() if box.raw_data and box.data != box.object_data]
        typed = [(str(box.raw_data[0]).strip(), box.data) for box in changed]
        dotted = [(text, value) for text, value in typed if value is not None and "." in text and "," not in text]
        return [(text, plain_digits(value)) for text, value in dotted]

    def asks_reading(self) -> bool:
        """Must the person see first how "1.234" is read? Once they have, the same number is taken."""
        if self.wire == "json":
            return False
        shown = "|".join(text for text, _value in self.readings())
        agreed = self.reading.data == shown
        self.reading.data = shown
        return bool(shown) and not agreed


def plain_digits(value: Any) -> str:
    return format_vi(value).replace(".", "")
