"""The compiled store, a SQLite database, and everything that is asked of it."""
