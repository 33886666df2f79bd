"""Finding articles: a query language, and an index in each of the two databases."""
