"""The example record: the real working session, a fictional delegation with follow-up at work, a second council."""
