"""The outline of the reports that a delegation asks for: a tree of items, some with tables of figures; frozen when sent."""
