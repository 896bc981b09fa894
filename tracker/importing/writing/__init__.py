"""Rows that are good become records, with the events, spans of history and index entries that pages would write."""
