"""Questions put to the evidence."""
