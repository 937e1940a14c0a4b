"""Facts offered and decided on: by a file, a link or the requisites of a paper; nobody accepts his own."""
