"""An article in syllables, as the readers of topics, of the kind and of people look at it.

It is split once, and which printed characters a syllable comes from is worked out only where a reader
reports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from archive.metadata.findings import ArticleText, Evidence, Part, Span
from archive.text import syllables

# A syllable as `archive.text.syllables` cuts it, in the text as printed.
_PRINTED: Final = re.compile(r"[^\W_]++(?:['‘’‚‛′`´][^\W_]++)*+")


@dataclass(slots=True, eq=False)
class Zone:
    """A stretch of an article: the title, the lead or a paragraph.

    Attributes:
        part: The part in which it stands.
        printed: Its text.
        start: First character in the part, from 0.
        words: Its syllables.
    """

    part: Part
    printed: str
    start: int
    words: list[str]
    _spans: list[tuple[int, int]] | None = None
    _ahead: Iterator[re.Match[str]] | None = None

    def evidence(self, first: int, length: int) -> Evidence:
        """Return some of its syllables as they are printed, with their place."""
        if self._spans is None or self._ahead is None:
            self._spans, self._ahead = [], _PRINTED.finditer(self.printed)
        behind = first + length
        unread = max(behind - len(self._spans), 0)
        self._spans += [match.span() for match in islice(self._ahead, unread)]
        spans = self._spans[first:behind]
        start, end = (spans[0][0], spans[-1][1]) if spans else (0, 0)
        span = Span(self.part, self.start + start, self.start + end)
        return Evidence(self.printed[start:end], span)


@dataclass(frozen=True, slots=True)
class Words:
    """An article in syllables.

    Attributes:
        title: The headline.
        text: The lead, where it is set apart from the body, and the paragraphs that have syllables.
    """

    title: Zone
    text: tuple[Zone, ...]


# The readers are asked one after the other about the same article.
@lru_cache(maxsize=2)
def words_of(text: ArticleText) -> Words:
    """Split an article into syllables."""
    title = Zone(Part.TITLE, text.title, 0, syllables(text.title))
    return Words(title, (*_lead(text.lead), *_paragraphs(text.body)))


def _lead(lead: str | None) -> Iterator[Zone]:
    if lead:
        yield Zone(Part.LEAD, lead, 0, syllables(lead))


def _paragraphs(body: str) -> Iterator[Zone]:
    start = 0
    for paragraph in body.split("\n\n"):
        words = syllables(paragraph)
        if words:
            yield Zone(Part.BODY, paragraph, start, words)
        start += len(paragraph) + len("\n\n")


def word_pattern(*words: str) -> str:
    """Return the pattern of any of some words where a word begins, with a small or a capital letter.

    Its first item is a set of letters, so that a search leaps from one to the next; an assertion that a
    word begins would be tried at every character.

    >>> re.findall(word_pattern("ấp", "xã"), "Ấp 3, xã Tân Xãp, sấp, Xã")
    ['Ấp', 'xã', 'Xã', 'Xã']
    """
    behind: dict[str, list[str]] = {}
    for word in words:
        behind.setdefault(word[0], []).append(word[1:])
    first = {letter: letter + letter.upper() for letter in behind}
    branches = (f"(?<=[{first[letter]}])(?:{'|'.join(rest)})" for letter, rest in behind.items())
    return rf"[{''.join(first.values())}](?<!\w.)(?:{'|'.join(branches)})"
