"""Rows that have been found good become records, with the events, spans of history and index entries that pages would write."""
