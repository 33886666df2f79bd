"""How the sites are walked: one file a province, a class of about ten lines on a CMS base."""
