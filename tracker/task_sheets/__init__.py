"""An agency's open tasks in an Excel workbook: taken along, brought back, the difference accepted row by row (F67, U15)."""
