"""What writing an upload changes beyond its protocols."""
