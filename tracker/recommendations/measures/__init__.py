"""Steps taken against delay: the ladder of domain.md 1.8, each with its document and its answer."""
