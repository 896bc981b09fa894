"""PDF: the layout with its facts as plain data, set by typst; or an office's own Word template through LibreOffice."""
