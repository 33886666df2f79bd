"""Queries at random, in the normal form that the parser gives, for tests of what works on them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from archive.search.parser import meant
from archive.search.tree import (
    Dates,
    Field,
    Filter,
    InAuthor,
    InTitle,
    Near,
    Not,
    Phrase,
    Query,
    Word,
    all_of,
    any_of,
    is_part,
    phrase_of,
)
from archive.text import fold

#: Few words, so that random queries find something in random texts.
VOCABULARY = ("đảng", "đang", "dang", "bộ", "bo", "tỉnh", "ủy", "uy", "tuyên", "05", "ct", "h'lim")
_DAYS = st.integers(0, 800).map(lambda days: date(2020, 1, 1) + timedelta(days))


def typed(words: list[str], prefix: bool) -> tuple[Word, ...]:
    last = len(words) - 1
    return tuple(
        Word(word, fold(word), prefix and number == last and len(word) > 1)
        for number, word in enumerate(words)
    )


_typed = st.builds(
    typed, st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3), st.booleans()
)
phrases = _typed.map(lambda words: phrase_of(meant(words)))


@st.composite
def nears(draw: st.DrawFn) -> Query:
    first, second = draw(_typed), draw(_typed)
    both = meant(first + second)
    terms: tuple[Word | Phrase, Word | Phrase] = (
        phrase_of(both[: len(first)]),
        phrase_of(both[len(first) :]),
    )
    if is_part(*terms) or is_part(*terms[::-1]):
        return phrase_of(meant(first))
    return Near(terms, draw(st.integers(0, 4)))


def _groups(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map(any_of),
        st.tuples(several, st.lists(inner.map(Not), max_size=2)).map(
            lambda both: all_of([*both[0], *both[1]])
        ),
    )


texts: st.SearchStrategy[Query] = st.recursive(st.one_of(phrases, nears()), _groups, max_leaves=5)
filters: st.SearchStrategy[Query] = st.builds(
    Filter, st.sampled_from(Field), st.sampled_from(["Bắc Kạn", "bau-cu", "tuyengiao.vn", "a|b"])
)
dates: st.SearchStrategy[Query] = st.one_of(
    st.tuples(_DAYS, _DAYS).map(lambda both: Dates(min(both), max(both))),
    _DAYS.map(lambda day: Dates(day, None)),
    _DAYS.map(lambda day: Dates(None, day)),
)
_nodes = st.recursive(
    st.one_of(texts, texts.map(InTitle), texts.map(InAuthor), filters), _groups, max_leaves=5
)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Any query; some only exclude, some have a period."""
    positive = draw(st.lists(_nodes, max_size=2))
    negative = draw(st.lists(_nodes.map(Not), min_size=0 if positive else 1, max_size=2))
    period = draw(st.lists(dates, max_size=1))
    return all_of([*positive, *negative, *period])
