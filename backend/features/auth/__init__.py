"""Logging in and out of people and machines; who am I."""
