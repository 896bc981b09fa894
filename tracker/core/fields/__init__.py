"""The kinds of answer a form can ask for, each read alike from a page and from JSON, and kept as typed when wrong."""
