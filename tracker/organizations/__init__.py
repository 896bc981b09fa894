"""Councils, their committees, and agencies with names, aliases and successors."""
