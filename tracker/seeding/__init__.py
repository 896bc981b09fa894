"""Fills an empty database with believable Vietnamese records, many at once, for trying out and for measuring.

What it writes is what the rooms would have written: every state has its facts, every code its series, every step its
event, every text its entry in the search index. All of it is made up; no sentence speaks of a real person.
"""
