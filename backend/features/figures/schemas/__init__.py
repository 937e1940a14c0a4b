"""Wire shapes: figures of units, comparisons of two works, pictures of many schools."""
