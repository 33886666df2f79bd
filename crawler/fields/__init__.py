"""Reading one kind of field: pure functions over text, elements and blocks."""
