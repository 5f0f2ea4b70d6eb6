"""Frozen values. They know nothing of databases, solvers or files and refer to each other by id."""
