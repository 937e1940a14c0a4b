"""Looking for signals: one statement for each source of numbers, then the pure rules."""
