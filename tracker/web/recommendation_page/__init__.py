"""The page of one recommendation: what to do and by when, both truths, what closes it, reports, where it came from."""

from tracker.web.recommendation_page.page import show

__all__ = ["show"]
