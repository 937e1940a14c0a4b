"""Plans and their differences → documents in the form of the decree."""
