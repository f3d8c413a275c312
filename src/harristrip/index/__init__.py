"""The store compiled to a SQLite database, and all queries on it."""
