"""Reports made of what is counted, not of one record (domain.md 6.6): the tables of the sheets, set as papers."""
