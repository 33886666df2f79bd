"""Scrapy's own settings, for the baseline."""
