"""The contents of a store: typed records, the loader and the rules. Nothing here prints, renders or queries."""
