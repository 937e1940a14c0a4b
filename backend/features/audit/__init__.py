"""What changed, when and by whom: the one log as people read it."""
