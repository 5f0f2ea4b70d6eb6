"""What a page or a script is shown of a case: frozen values, computed from a snapshot.

Every view is a function from a `Snapshot` and a few parameters to one frozen value whose fields are
all given, so that its JSON has one shape. Words come from the briefing's own rules. Offsets are
Unicode code points.
"""
