"""Figures beside targets: sums of results, and what is told of them."""
