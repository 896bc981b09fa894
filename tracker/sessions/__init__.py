"""Working sessions: who came, what was said, what was photographed."""
