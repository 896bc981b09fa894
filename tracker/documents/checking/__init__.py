"""Looking at a template that an office uploads, before it is used: what is wrong is said with its place in the document."""

from __future__ import annotations

from tracker.documents.checking.reading import problems_of

__all__ = ["problems_of"]
