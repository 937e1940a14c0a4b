"""The reference («справка») about a visit as data."""
