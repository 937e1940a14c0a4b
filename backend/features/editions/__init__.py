"""Acts and editions: drafts, imports and printed plans, what a new edition changes."""
