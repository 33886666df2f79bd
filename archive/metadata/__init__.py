"""What an article is about, read from its text: provinces, topics, kind, documents cited, people."""
