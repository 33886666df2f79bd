"""From an item to the archive: validate, enrich, store."""
