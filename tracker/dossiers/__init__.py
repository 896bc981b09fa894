"""The dossier of a delegation as one file: every paper of it that the reader may read, the lists, an index (R4)."""
