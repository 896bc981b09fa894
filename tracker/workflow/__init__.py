"""The engine: the life of a record as data, and the one place where a step is taken."""
