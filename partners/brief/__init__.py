"""The two-page brief of a partner, gathered from sections that each app registers (sections.py)."""
