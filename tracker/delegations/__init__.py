"""Oversight delegations: members, agencies, documents, life."""
