"""Every open recommendation is asked for in writing, on a schedule of its council (domain.md 2.3, II.4.a)."""
