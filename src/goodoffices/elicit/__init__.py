"""Accepted statements to positions, red lines and the negotiation."""
