"""The ground floor: what an article is, how it is stored, found and taken out.

Nothing here knows of Scrapy or of how a site is crawled: ``crawler`` imports ``archive``, never the
other way round (``tests/test_architecture.py`` holds this).
"""
