"""Measurements of the product on generated work; run one with `python -m benchmarks.NAME`."""
