"""A file of survey levels: read in a limited child, checked as a whole, written or refused as a whole."""
