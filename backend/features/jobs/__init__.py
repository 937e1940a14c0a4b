"""Background jobs as their owners see them: state, progress, live stream."""
