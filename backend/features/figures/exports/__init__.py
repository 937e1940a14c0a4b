"""The answers as workbooks: the same rows in the same order, numbers as numbers, what is missing as its sign."""

from backend.features.figures.exports.books import (
    comparison_book,
    dynamics_book,
    figures_book,
    funnel_book,
    similar_book,
)

__all__ = ["comparison_book", "dynamics_book", "figures_book", "funnel_book", "similar_book"]
