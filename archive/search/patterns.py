"""Phrases and nearness as patterns on the words of an article, as PostgreSQL keeps them.

A stored text has single spaces between its words, `terms.GAP` between passages and `PART` between title,
body and author: `` giảm nghèo / sáng nay | tỉnh ủy họp / @bích @ngọc ``, exact or folded. The words are
those of the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Float, cast, func

from archive.search import terms
from archive.search.tree import Near, Word

PART: Final = "/"
_OTHER_WORDS: Final = "(?: [^ /]+)"


def stored_text(title: Sequence[str], body: Sequence[str], author: Sequence[str]) -> str:
    """Return the text of an article."""
    names = map(terms.of_author, author)
    return " ".join(("", *title, PART, *body, PART, *names, ""))


def title_of(stored: ColumnElement[str]) -> ColumnElement[str]:
    """Return the part of a stored text that is the title."""
    return func.split_part(stored, PART, 1)


def has_phrase(
    stored: ColumnElement[str], words: Sequence[Word], *, author: bool
) -> ColumnElement[bool]:
    """Return the condition that words stand one behind the other."""
    return func.strpos(stored, _together(words, author=author)) > 0


def is_near(stored: ColumnElement[str], near: Near, *, author: bool) -> ColumnElement[bool]:
    """Return the condition that two terms stand near each other, in either order, or overlap."""
    sides = [(side,) if isinstance(side, Word) else side.words for side in near.terms]
    found = set()
    for one, other in (sides, sides[::-1]):
        between = f"{_OTHER_WORDS}{{0,{near.distance}}}"
        found.add(f" {_regular(one, author)}{between} {_regular(other, author)}")
        found.update(f" {_regular(both, author)}" for both in _overlapping(one, other))
    return stored.regexp_match("|".join(sorted(found)))


def occurrences(
    stored: ColumnElement[str], words: Sequence[Word], *, title: bool
) -> ColumnElement[float]:
    """Return how often words occur one behind the other."""
    part = title_of(stored) if title else stored
    if words[-1].prefix:
        return cast(func.regexp_count(part, f" {_regular(words, author=False)}"), Float)
    sought = _together(words, author=False)
    left = func.octet_length(func.replace(part, sought, ""))
    removed = cast(func.octet_length(part) - left, Float)
    return cast(removed / float(len(sought.encode())), Float)


def _together(words: Sequence[Word], *, author: bool) -> str:
    """Return words as they stand in a text, with what surrounds them."""
    ending = "" if words[-1].prefix else " "
    return f" {' '.join(_form(word, author) for word in words)}{ending}"


def _regular(words: Sequence[Word], author: bool) -> str:
    """Return a regular expression for words; no word has a sign that means something in one."""
    found = [_form(word, author) + "[^ ]*" * word.prefix for word in words]
    return " ".join(found) + "(?= )"


def _form(word: Word, author: bool) -> str:
    form = terms.term(word)
    return terms.of_author(form) if author else form


def _overlapping(one: Sequence[Word], other: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield what stands where the second of two terms begins within the first."""
    for start in range(len(one)):
        both = [*one[:start]]
        for place in range(start, max(len(one), start + len(other))):
            pair = [
                words[number]
                for words, number in ((one, place), (other, place - start))
                if number < len(words)
            ]
            word = pair[0] if len(pair) == 1 else _both(*pair)
            if word is None:
                break
            both.append(word)
        else:
            yield both


def _both(one: Word, other: Word) -> Word | None:
    """Return the word that two mean where they mean the same one; a prefix may mean the other."""
    longer, shorter = (one, other) if len(one.form) >= len(other.form) else (other, one)
    if longer.form == shorter.form:
        return shorter if longer.prefix else longer
    return longer if shorter.prefix and longer.form.startswith(shorter.form) else None
