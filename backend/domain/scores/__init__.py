"""Results files: grammar of cells, layouts as data, what can be wrong, and the columns that come out."""
