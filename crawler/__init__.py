"""The upper floor: how sites are walked and pages are read. It stands on ``archive``."""
