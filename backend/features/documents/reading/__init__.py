"""Texts of stored documents, read in a child process with limits."""
