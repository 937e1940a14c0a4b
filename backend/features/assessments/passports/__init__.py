"""Passports of diagnostic works: tasks and bands, approved by somebody who has not written them."""
