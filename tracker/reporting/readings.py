"""Numbers that another country would read otherwise: 1.234 is read as one thousand two hundred and thirty-four; 1,234 as a
little more than one, which houses and people cannot be. The person sees so first."""

from __future__ import annotations

import re
from typing import Any

from wtforms import HiddenField

from tracker.core.numbers import format_vi
from tracker.core.wires import Wire

FOREIGN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


class Readings:
    """Mixed into forms with numbers. `boxes` are the fields that hold them; `counted` those of a unit that counts whole
    things."""

    reading = HiddenField()
    """The numbers that the person has been shown and has sent again."""
    wire: Wire

    def boxes(self) -> list[Any]:
        raise NotImplementedError

    def counted(self) -> list[Any]:
        return []

    def readings(self) -> list[tuple[str, str]]:
        """Numbers typed with dots alone, and how they were read: ("1.234", "1234"). Where whole things are counted, also
        those with three digits behind a comma, and how they were not read: ("1,234", "1234"). Not those that stand as they
        were."""
        changed = [box for box in self.boxes() if box.raw_data and box.data != box.object_data and box.data is not None]
        counted = [box.name for box in self.counted()]
        found = []
        for box in changed:
            text = str(box.raw_data[0]).strip()
            if "." in text and "," not in text:
                found.append((text, plain_digits(box.data)))
            elif box.name in counted and FOREIGN_THOUSANDS.fullmatch(text):
                found.append((text, text.replace(",", "")))
        return found

    def asks_reading(self) -> bool:
        """Must the person see first how such a number is read? Once they have, the same number is taken."""
        if self.wire == "json":
            return False
        shown = "|".join(text for text, _value in self.readings())
        agreed = self.reading.data == shown
        self.reading.data = shown
        return bool(shown) and not agreed


def plain_digits(value: Any) -> str:
    return format_vi(value).replace(".", "")
