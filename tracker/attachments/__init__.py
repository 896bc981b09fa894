"""Files on any record: received, checked by their content, kept under their SHA-256, handed out as downloads."""
