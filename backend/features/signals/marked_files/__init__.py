"""The yearly list of marked schools: read in a limited child, checked as a whole, written or refused as a whole."""
