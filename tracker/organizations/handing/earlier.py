"""Whose work a record was before it was handed over."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.organizations.models import Handover


def earlier_holders(handovers: Sequence[Handover], agency_ids: Collection[int]) -> list[tuple[int, int]]:
    """(agency, last event) of those from whom one of these agencies took a record over: their story up to then is its
    own. `handovers` of one record, in order."""
    taken = [number for number, handover in enumerate(handovers) if handover.to_agency_id in agency_ids]
    before = handovers[: taken[-1] + 1] if taken else []
    return [(handover.from_agency_id, handover.event_id) for handover in before]
