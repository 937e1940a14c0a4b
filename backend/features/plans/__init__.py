"""The road map: editions, rows with dates as written, living figures, what is due for whom."""
