"""Looking at a site with a few requests: which system it runs on, how its pages are walked and read."""
