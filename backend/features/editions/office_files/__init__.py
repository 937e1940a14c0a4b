"""Plans as office files: read by a limited child process, written in the form of the decree."""
