"""One file a section of the briefing; each turns a view into blocks."""
