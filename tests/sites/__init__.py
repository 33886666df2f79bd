"""The replica: a small server on loopback for the five sites, and the truth of what they publish."""
