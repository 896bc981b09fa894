"""What becomes of proposals and findings: policies, up to the resolution in force."""
