"""Good Offices: who said what through which source, and what could be agreed."""
