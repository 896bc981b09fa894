"""Filters of lists kept under a name: by somebody for themselves, or shared with the office of their council."""
