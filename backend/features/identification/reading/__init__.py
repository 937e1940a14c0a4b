"""Frozen lines of a run in words."""
