"""A draft against the store: figures, dates, names, titles, quotations, what is disputed or open."""
