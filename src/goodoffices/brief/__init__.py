"""A briefing without format, and what renders it."""
