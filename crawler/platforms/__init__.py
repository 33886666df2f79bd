"""The CMS base spiders: how the listing pages of one CMS are walked."""
