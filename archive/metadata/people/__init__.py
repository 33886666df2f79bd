"""The people whom an article names, with the offices printed beside their names."""

from archive.metadata.people.finding import find_people

#: Version of the reader: raised when its results change.
VERSION = "1"

__all__ = ["VERSION", "find_people"]
