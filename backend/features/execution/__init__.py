"""Carrying a plan out: occurrences of its windows, evidence, moved deadlines, locks, deputies."""
