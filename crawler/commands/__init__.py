"""Commands for operators: ``scrapy crawl``, ``scrapy nightly``."""
