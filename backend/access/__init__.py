"""Who are you, what may you do, which rows are yours."""
