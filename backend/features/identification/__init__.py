"""Identification of ОО с НОР: rule versions, runs over frozen counts, decisions, appeals."""
