"""What was known of recommendations and tasks at a moment, from their events."""

from __future__ import annotations

from tracker.recommendations.history import projecting

__all__ = ["projecting"]
