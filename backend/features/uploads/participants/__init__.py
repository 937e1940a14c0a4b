"""Participants of a protocol: read by code, corrected one by one (appeals)."""
