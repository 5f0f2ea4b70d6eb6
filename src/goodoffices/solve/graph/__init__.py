"""Kernels of the graph model: arrays in, arrays out."""
