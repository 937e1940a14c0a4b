"""Tasks of a work: completion by mark group, scores, items, school × task, and what changed from entry to exit."""
