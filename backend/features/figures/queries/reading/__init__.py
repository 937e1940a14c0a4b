"""From the database to what may be shown: the statement, its rows, sums, what is hidden."""
