"""Lists as files for Excel and for other programs: what a sheet is, and how it is written, however long (F66)."""

from tracker.sheets.sheet import Column, Heading, Sheet, Value
from tracker.sheets.writing import as_csv, as_xlsx

__all__ = ["Column", "Heading", "Sheet", "Value", "as_csv", "as_xlsx"]
