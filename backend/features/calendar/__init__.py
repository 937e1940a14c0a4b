"""Deadlines in anybody's calendar program: a personal iCalendar feed by a secret, revocable address."""
