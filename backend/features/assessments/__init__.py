"""Results: files come in, are recognised and checked, become protocols; figures of schools go out."""
