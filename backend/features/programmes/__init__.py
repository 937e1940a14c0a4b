"""Anti-risk programmes as data: goals, measures, confirmations."""
