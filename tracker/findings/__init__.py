"""Findings of a delegation, from a member's note to a confirmed text."""
