"""Curators and mentors: who stands by which school."""
