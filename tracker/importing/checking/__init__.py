"""Rows looked at one by one, with the rules of the pages: what is wrong and how to mend it, what is new, what is known."""
