"""Scales, thresholds and conversions: what is in force, how it came about, a new version."""
