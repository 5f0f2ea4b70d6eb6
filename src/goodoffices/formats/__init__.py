"""One file a foreign format, read and written."""
