"""Articles -> records to complete, as TOML."""
