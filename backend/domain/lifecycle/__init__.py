"""State machines as tables, one file per object: what may follow what, and why something may not, in Russian."""
