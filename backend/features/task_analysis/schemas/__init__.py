"""The wire shapes of task analysis."""
