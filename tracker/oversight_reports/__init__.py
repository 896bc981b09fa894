"""The draft of a delegation's oversight report (A7 of domain.md 2.1): sections, their sources, and how they read."""
