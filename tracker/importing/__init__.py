"""Registers that an office keeps in Excel come in: template, upload, preview, confirmation, report (F65)."""
