"""Amendments to draft minutes: the agency and the members propose, the secretary answers (F19)."""
