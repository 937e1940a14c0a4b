"""Drafts of editions: begun from the edition in force or a file, edited as one document, put in force."""
