"""Results on their way in: files and rows are read, screened, committed, reverted."""
