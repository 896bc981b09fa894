"""Recommendations, their addressees' assignments, reports, evidence and measures."""
