"""Words to records: with and without diacritics, by code, on both databases alike, and only what one may read."""
