"""Measurements. They print tables with ratios against a baseline of the same run, and assert nothing."""
