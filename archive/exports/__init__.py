"""Taking articles out of the archive: one module a format, one shape of record for all of them."""
