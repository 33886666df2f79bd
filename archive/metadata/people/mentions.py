"""A mention while it is being read."""

from __future__ import annotations

from dataclasses import dataclass

from archive.metadata.people.names import NameKey
from archive.metadata.people.tokens import Tokens


@dataclass(slots=True, eq=False)
class Mention:
    """A person named once, in words of a paragraph.

    Attributes:
        tokens: The paragraph.
        start: First syllable of the name.
        end: Behind the last one.
        title: First word of the office and behind its last one; None where there is none.
        rule: Which form it has.
        behind: Behind all that belongs to the mention.
        calling: Where its honorific stands; -1 without one.
        dropped: Whether its end is uncertain, so that it is left out.
    """

    tokens: Tokens
    start: int
    end: int
    title: tuple[int, int] | None
    rule: str
    behind: int
    calling: int = -1
    dropped: bool = False

    @property
    def key(self) -> NameKey:
        """The name as the keys of its syllables."""
        return tuple(self.tokens.keys[self.start : self.end])

    @property
    def printed(self) -> str:
        """The name as printed."""
        return self.tokens.printed(self.start, self.end)
