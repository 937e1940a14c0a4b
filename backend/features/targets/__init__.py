"""Targets of schools: row 4.1 → monitoring 6.3 → attainment 7.3."""
