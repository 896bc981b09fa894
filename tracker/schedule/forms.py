"""What is asked when a feed is made."""

from __future__ import annotations

from tracker.core.forms import BaseForm, Needed, Radio
from tracker.core.i18n import _l

WHOSE = {"mine": _l("Lịch của tôi"), "council": _l("Lịch của Hội đồng")}


class FeedForm(BaseForm):
    """Whose calendar the address shows."""

    whose = Radio(_l("Lịch của ai"), [Needed()], choices=list(WHOSE.items()))
