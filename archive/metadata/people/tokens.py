"""A paragraph as words and signs with their places."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from archive.text import fold, has_marks, spelling_key

_CAPITALS: Final = string.ascii_uppercase + "".join(
    char for char in map(chr, range(0xC0, 0x1EFA)) if char.isupper() and fold(char).isascii()
)
# Words keep an apostrophe (H’Lim, K’ Mák), names written with hyphens theirs (Pê-đrô).
_TOKEN: Final = re.compile(
    rf"[{_CAPITALS}][^\W\d_]*+(?:-[^\W\d_{_CAPITALS}]++)++|[HKYhk]a?['’‘ʼ](?=\s[{_CAPITALS}])"
    rf"|[^\W_]++(?:['’‘ʼ][^\W_]++)*+|[^\w\s]"
)
# Signs that leave two words apart here, and a capital behind a name with a dash (``Pê-đrôĐồng chí``).
_GLUE: Final = re.compile(rf"[‚‛′`´]|-[^\W\d_{_CAPITALS}]+[{_CAPITALS}]")
_SYLLABLE: Final = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_HEADLINE: Final = 10  # words from which on a line of words with capitals is a headline
_SHARE: Final = 0.85
_MOST_KEYS: Final = 16384
_STOPPED: Final = ("c", "ch", "p", "t")


@dataclass(eq=False)
class Tokens:
    """A paragraph's words and signs.

    Attributes:
        text: The paragraph.
        offset: Where it begins in its part of the article.
        words: The words and signs as printed.
        keys: Spelling key of each.
    """

    text: str
    offset: int
    words: list[str]
    keys: list[str]
    _starts: list[int] = field(default_factory=list, init=False)
    _behind: int = field(default=0, init=False)

    def __len__(self) -> int:
        return len(self.words)

    def start(self, index: int) -> int:
        """Return the place of a word in the paragraph; they are counted as far as they are asked for."""
        for word in self.words[len(self._starts) : index + 1]:
            # Between words stand only spaces and underscores.
            self._starts.append(self.text.index(word, self._behind))
            self._behind = self._starts[-1] + len(word)
        return self._starts[index]

    def end(self, index: int) -> int:
        """Return the place behind a word in the paragraph."""
        return self.start(index) + len(self.words[index])

    def printed(self, start: int, end: int) -> str:
        """Return the words from ``start`` to before ``end`` as printed."""
        return self.text[self.start(start) : self.end(end - 1)]

    def key(self, index: int) -> str:
        """Return the key of a word; an empty one before the first and behind the last."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def is_word(self, index: int) -> bool:
        """Tell whether a word is there, and not a sign or the end."""
        return 0 <= index < len(self.words) and self.words[index][0].isalnum()

    def is_capital(self, index: int) -> bool:
        """Tell whether a word with a capital is there."""
        return 0 <= index < len(self.words) and self.words[index][0].isupper()

    def is_small(self, index: int) -> bool:
        """Tell whether a word in small letters is there; in a paragraph of capitals any word."""
        return self.is_word(index) and (self.capitals or self.words[index][0].islower())

    @cached_property
    def capitals(self) -> bool:
        """Whether it is in capitals, or every word of it has one, so that they say nothing."""
        if self.text.isupper():
            return True
        if self._has_small_ones():
            return False
        letters = [word[0] for word in self.words if word[0].isalpha()]
        return len(letters) >= _HEADLINE and sum(map(str.isupper, letters)) > _SHARE * len(letters)

    def _has_small_ones(self) -> bool:
        """Tell whether so many words begin with a small letter that they are no headline."""
        left = (1 - _SHARE) * len(self.words)
        for word in self.words:
            if word[0].islower():
                left -= 1
                if left < 0:
                    return True
        return False

    def is_name(self, index: int) -> bool:
        """Tell whether a word that can be a syllable of a name is there."""
        return 0 <= index < len(self.words) and is_name_syllable(self.words[index])


def tokenize(text: str, offset: int = 0) -> Tokens:
    """Return a paragraph's words and signs."""
    printed = _TOKEN.findall(text)
    return Tokens(text, offset, printed, list(map(_KEYS.__getitem__, printed)))


def is_glued(text: str) -> bool:
    """Tell whether `archive.text.syllables` may make one word where `tokenize` makes two.

    >>> is_glued("Linh mục Pê-đrôĐồng chí"), is_glued("Đồng chí Nguyễn Văn An")
    (True, False)
    """
    return _GLUE.search(text) is not None


class _Keys(dict[str, str]):
    """The keys of words that were met. A hit in `functools.lru_cache` costs twice as much."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_KEYS:
            self.clear()
        key = self[word] = spelling_key(word)
        return key


_KEYS: Final = _Keys()


@lru_cache(maxsize=16384)
def is_name_syllable(word: str) -> bool:
    """Tell whether a word can be a syllable of a name, Vietnamese, highland or foreign.

    Capitalised, or all in capitals if it is a Vietnamese syllable: ``NGUYỄN``, but not ``UBND``.

    >>> [is_name_syllable(word) for word in ("Thưởng", "H’Lim", "UBND", "Pê-đrô", "tỉnh")]
    [True, True, False, True, False]
    """
    if not word[0].isupper():
        return False
    letters = re.sub("['’‘ʼ-]", "", word)
    if not letters.isalpha():
        return False
    if len(word) == 1 or letters != word:
        return True
    return word[1:].islower() or (word.isupper() and is_syllable(word))


def is_syllable(word: str) -> bool:
    """Tell whether a word sounds Vietnamese; one that ends in a stop always bears a mark."""
    folded = fold(word)
    if _SYLLABLE.fullmatch(folded) is None:
        return False
    return not folded.endswith(_STOPPED) or has_marks(word)
