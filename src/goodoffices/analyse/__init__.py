"""One file a question; each a pure function of a Negotiation."""
