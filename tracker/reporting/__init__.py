"""Figures that agencies report, and how they are checked."""
