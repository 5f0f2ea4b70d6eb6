"""Files to reports, reports to candidate statements."""
