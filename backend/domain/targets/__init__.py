"""Targets of row 4.1: what is measured, how a plan compares with a fact, in which words."""
