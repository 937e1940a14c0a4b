"""Which schools are in a plan's project, from which day to which: the denominator of expected results."""
