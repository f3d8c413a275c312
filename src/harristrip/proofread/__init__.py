"""Compare a draft with the store: figures, dates, names, titles, quotations, what is disputed or open."""
