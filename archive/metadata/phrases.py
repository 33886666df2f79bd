"""Finding many phrases in a text at once, syllable by syllable.

The readers of topics and of kinds know thousands of phrases; a trie of them walks over a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final, Generic, NamedTuple, TypeVar

_T = TypeVar("_T")

_CHOICE: Final = re.compile(r"\(([^()]*)\)")
_I_OR_Y: Final = {
    **dict(zip("iíìỉĩị", "yýỳỷỹỵ", strict=True)),
    **dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True)),
}
_TWO_SPELLINGS: Final = re.compile("[hklmst][iíìỉĩịyýỳỷỹỵ]")


class _Node(NamedTuple, Generic[_T]):
    """A place in the trie: what ends here or, where nothing does, nearest above.

    Attributes:
        value: The value of the longest phrase so far; None where there is none.
        length: How many syllables that has.
        after: The syllables that go on, None where none does.
    """

    value: _T | None
    length: int
    after: dict[str, _Node[_T]] | None


class Phrases(Generic[_T]):
    """A set of phrases, each with a value that is not None."""

    def __init__(self, phrases: Mapping[str, _T]) -> None:
        """Take phrases as they are written in data files.

        Args:
            phrases: Phrases in their spelling key, without alternatives (`spelled_out`), to their values.
        """
        values = {words: phrases[phrase] for phrase in phrases for words in _spellings(phrase)}
        self._single: dict[str, _Node[_T]] = {}
        # Three in four syllables of a text begin a phrase, one in four do so together with the next one.
        self._pairs: dict[tuple[str, str], _Node[_T]] = {}
        for first, node in (_trie(values.items(), 0, None, 0).after or {}).items():
            if node.value is not None:
                self._single[first] = node._replace(after=None)
            for second, further in (node.after or {}).items():
                self._pairs[first, second] = further

    def found_in(self, words: Sequence[str]) -> list[tuple[int, int, _T]]:
        """Return first syllable, length and value of each phrase that does not lie within another."""
        found = []
        last = len(words)
        pairs = zip(words, [*words[1:], ""], strict=False)
        nodes = map(self._pairs.get, pairs, map(self._single.get, words))
        reached = 0  # the end of what was found: a phrase that goes no further lies within another
        for start, node in enumerate(nodes):
            if node is None:
                continue
            value, length, after = node
            end = start + 2
            while after is not None and end < last:
                node = after.get(words[end])
                if node is None:
                    break
                value, length, after = node
                end += 1
            if value is not None and start + length > reached:
                reached = start + length
                found.append((start, length, value))
        return found


def _trie(
    phrases: Iterable[tuple[tuple[str, ...], _T]], depth: int, value: _T | None, length: int
) -> _Node[_T]:
    """Return the place to which the first syllables of some phrases lead.

    Args:
        phrases: Phrases in syllables with their values; up to the depth they are the same.
        depth: How many syllables have been read.
        value: The value of the longest phrase above.
        length: How many syllables that has.
    """
    further: dict[str, list[tuple[tuple[str, ...], _T]]] = {}
    for words, own in phrases:
        if len(words) == depth:
            value, length = own, depth
        else:
            further.setdefault(words[depth], []).append((words, own))
    after = {word: _trie(rest, depth + 1, value, length) for word, rest in further.items()}
    return _Node(value, length, after or None)


def spelled_out(phrase: str) -> Iterator[str]:
    """Yield the phrases that one with alternatives stands for.

    >>> list(spelled_out("(lễ|ngày) hội (làng|)"))
    ['lễ hội làng', 'lễ hội', 'ngày hội làng', 'ngày hội']
    """
    choice = _CHOICE.search(phrase)
    if choice is None:
        yield " ".join(phrase.split())
        return
    for chosen in choice[1].split("|"):
        yield from spelled_out(phrase[: choice.start()] + chosen + phrase[choice.end() :])


def _spellings(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield a phrase in syllables, with both spellings of those that are written with i and with y."""
    return product(
        *(
            (word, word[0] + _I_OR_Y[word[1]]) if _TWO_SPELLINGS.fullmatch(word) else (word,)
            for word in phrase.split()
        )
    )
