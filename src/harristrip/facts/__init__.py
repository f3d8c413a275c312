"""What a store says: typed records, how they are read and checked. Nothing here prints, draws or queries."""
