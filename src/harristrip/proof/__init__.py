"""Check the printed words of a store against the archived articles."""
