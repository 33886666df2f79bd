"""The query language: what a person types becomes a tree (`archive.search.tree`).

Described for its users in docs/researchers.md. From loose to tight: ``OR`` and ``|``; words beside each
other, all of which must occur; ``-`` before what must not; ``NEAR/5`` between two words or phrases; and
parentheses. A word typed with a Vietnamese mark means its exact form, one typed without its folded form;
in a phrase, and on both sides of a ``NEAR``, one word with a mark makes all exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.search.lexer import Kind, Token, refuse, tokens
from archive.search.tree import (
    And,
    Dates,
    Field,
    Filter,
    InAuthor,
    InTitle,
    Near,
    Not,
    Or,
    Place,
    Query,
    Word,
    all_of,
    any_of,
    is_part,
    phrase_of,
)
from archive.search.words import exact_words, folded_words
from archive.selection import BadRequest, first_day, last_day
from archive.text import clean, has_marks

#: The most words of a query, and how deep parentheses may stand in each other: databases have limits.
MOST_WORDS: Final = 200
MOST_PARENTHESES: Final = 20
#: The shortest prefix: one letter begins a tenth of all words.
SHORTEST_PREFIX: Final = 2

_TERMS: Final = (Kind.WORDS, Kind.QUOTED)
_ENDS: Final = (Kind.END, Kind.CLOSE, Kind.OR)
_SMALL: Final = "; in small letters it is a word"
_JOINS: Final = 'NEAR joins two words or "phrases" only: a NEAR/5 b, in a title title:(a NEAR/5 b)'


def parse(text: str) -> Query:
    """Read a query.

    Names of provinces, topics, kinds and sites are not looked up (`archive.search.resolving.resolve`).

    >>> str(parse('Tỉnh uỷ OR "ban thuong vu" -title:hop'))
    '(tỉnh ủy) OR ("ban thuong vu" -title:hop)'

    Raises:
        BadRequest: It cannot be understood; the message says in which column, and what to do.
    """
    return _Parser(tokens(text)).query()


def meant(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return words that must stand together as they are meant.

    Args:
        words: As typed, all with their exact form.

    Returns:
        The same where one of them bears a mark, or else the words without exact forms.
    """
    if any(word.exact and has_marks(word.exact) for word in words):
        return words
    return tuple(replace(word, exact=None) for word in words)


def typed_words(text: str, place: Place) -> tuple[Word, ...]:
    """Return the words of a part of a query, all with their exact form; the last may be a prefix.

    Raises:
        BadRequest: A ``*`` does not end a word at the end, or leaves too little of it.
    """
    text = clean(text)
    prefix = text.endswith("*")
    bare = text.removesuffix("*")
    if "*" in bare or (prefix and not bare[-1:].isalnum()):
        refuse(place, "* must be the last sign, directly behind the beginning of a word: tuyên*")
    exact = exact_words(bare)
    folded = folded_words(exact)
    if not exact:
        refuse(place, "there is no word between these quotation marks")
    if prefix and len(folded[-1]) < SHORTEST_PREFIX:
        refuse(place, f"write at least {SHORTEST_PREFIX} letters before *")
    last = len(exact) - 1
    return tuple(
        Word(one, other, prefix and number == last, place)
        for number, (one, other) in enumerate(zip(exact, folded, strict=True))
    )


class _Parser:
    """Reads tokens from left to right, one function for each rule of the grammar."""

    def __init__(self, stream: Iterator[Token]) -> None:
        self._stream = stream
        self._next = next(stream)
        self._words = 0
        self._depth = 0

    def query(self) -> Query:
        if self._at(Kind.END):
            raise BadRequest("the query has no word to search for")
        found = self._alternatives()
        if self._at(Kind.CLOSE):
            refuse(self._next.place, "this parenthesis was never opened")
        return found

    def _at(self, *kinds: Kind) -> bool:
        return self._next.kind in kinds

    def _take(self) -> Token:
        token = self._next
        if token.kind is not Kind.END:
            self._next = next(self._stream)
        return token

    def _alternatives(self) -> Query:
        found = [(self._next.place, self._sequence())]
        while self._at(Kind.OR):
            operator = self._take()
            if self._at(*_ENDS):
                refuse(operator.place, f"nothing follows this OR{_SMALL}")
            found.append((self._next.place, self._sequence()))
        if len(found) > 1:
            for place, node in found:
                _check_alternative(node, place)
        return any_of(node for _, node in found)

    def _sequence(self) -> Query:
        if self._at(Kind.OR):
            refuse(self._next.place, f"nothing stands before this OR{_SMALL}")
        if self._at(Kind.CLOSE):
            refuse(self._next.place, "nothing stands before this parenthesis")
        found = []
        while not self._at(*_ENDS):
            found.append(self._operand())
        return all_of(found)

    def _operand(self) -> Query:
        if not self._at(Kind.MINUS):
            return self._near()
        minus = self._take()
        node = self._near()
        if _holds(node, Dates):
            advice = "ask for the days before it and behind it, one query each"
            refuse(minus.place, f"a period cannot be excluded: {advice}")
        if not _is_positive(node):
            refuse(minus.place, "all of what this - excludes is excluded itself: leave it out")
        return Not(node)

    def _near(self) -> Query:
        if self._at(Kind.NEAR):
            refuse(self._next.place, f"nothing stands before this NEAR{_SMALL}")
        if not self._at(*_TERMS):
            node = self._group_or_field()
            if self._at(Kind.NEAR):
                refuse(self._next.place, _JOINS)
            return node
        first = self._term()
        if not self._at(Kind.NEAR):
            return phrase_of(meant(first))
        near = self._take()
        if self._at(*_ENDS):
            refuse(near.place, f"nothing follows this NEAR{_SMALL}")
        if not self._at(*_TERMS):
            refuse(self._next.place, _JOINS)
        second = self._term()
        if self._at(Kind.NEAR):
            refuse(
                self._next.place, "NEAR joins two, not three: write a NEAR/5 b, and then b NEAR/5 c"
            )
        return _near(first, second, near)

    def _term(self) -> tuple[Word, ...]:
        token = self._take()
        words = typed_words(token.text, token.place)
        self._words += len(words)
        if self._words > MOST_WORDS:
            refuse(token.place, f"a query has at most {MOST_WORDS} words")
        return words

    def _group_or_field(self) -> Query:
        token = self._take()
        if token.kind is Kind.OPEN:
            return self._group(token)
        if token.text == "title":
            return InTitle(self._in_field(token))
        if token.text == "author":
            return InAuthor(self._in_field(token))
        value = self._take()
        if not value.text.strip():
            refuse(value.place, f"the value of {token.text}: is empty")
        if token.text == "date":
            return _dates(value)
        return Filter(Field(token.text), clean(value.text), place=value.place)

    def _group(self, opening: Token) -> Query:
        self._depth += 1
        if self._depth > MOST_PARENTHESES:
            refuse(opening.place, f"parentheses stand at most {MOST_PARENTHESES} deep")
        node = self._alternatives()
        if self._take().kind is Kind.END:
            refuse(opening.place, "the closing parenthesis is missing")
        self._depth -= 1
        return node

    def _in_field(self, field: Token) -> Query:
        """Return what a field looks for: a word, a phrase, or words in parentheses."""
        name = field.text
        if self._next.place.start != field.place.end:
            refuse(field.place, f"no word stands directly behind {name}:")
        if self._at(*_TERMS):
            return phrase_of(meant(self._term()))
        opening = self._take()
        if opening.kind is Kind.MINUS:
            refuse(opening.place, f"the - stands before the field: write -{name}:...")
        if opening.kind is not Kind.OPEN:
            refuse(
                opening.place,
                f'behind {name}: stands a word, a "phrase" or words in parentheses: what looks like a '
                "field or an operator needs quotation marks",
            )
        node = self._group(opening)
        if _holds(node, Filter, Dates, InTitle, InAuthor):
            refuse(opening.place, f"only words can stand in the parentheses behind {name}:")
        if not _is_positive(node):
            refuse(opening.place, f"all of it is excluded: write -{name}: instead")
        return node


def _near(first: tuple[Word, ...], second: tuple[Word, ...], operator: Token) -> Near:
    both = meant(first + second)
    terms = phrase_of(both[: len(first)]), phrase_of(both[len(first) :])
    for one, other in (terms, terms[::-1]):
        if is_part(one, other):
            refuse(
                operator.place,
                f"one side of this NEAR is a part of the other: wherever {other} stands, {one} does",
            )
    return Near(terms, int(operator.text))


def _dates(value: Token) -> Dates:
    """Read a day, month or year, or two of them with dots between, one of which may be left out."""
    begin, dots, end = value.text.partition("..")
    try:
        first = first_day(begin) if begin.strip() else None
        last = last_day(end if dots else begin) if (end if dots else begin).strip() else None
    except BadRequest as error:
        refuse(value.place, f"{error}, or two with .. between them")
    if first is None and last is None:
        refuse(value.place, "a period has a first or a last day: write date:2020-01..2021-06")
    if first and last and first > last:
        refuse(value.place, f"the period ends ({last}) before it begins ({first})")
    return Dates(first, last, value.place)


def _check_alternative(node: Query, place: Place) -> None:
    if _holds(node, Dates):
        advice = "put the alternatives into parentheses and write date: behind them"
        refuse(place, f"date: holds for the whole query, not beside an OR: {advice}")
    if not _is_positive(node):
        refuse(place, "beside an OR something must be asked for, not only excluded")


def _is_positive(node: Query) -> bool:
    """Tell whether a node asks for something that must be there."""
    if isinstance(node, And):
        return any(map(_is_positive, node.nodes))
    return not isinstance(node, Not)


def _holds(node: Query, *kinds: type) -> bool:
    """Tell whether a node or one below it is of some kind."""
    if isinstance(node, kinds):
        return True
    if isinstance(node, And | Or):
        return any(_holds(inner, *kinds) for inner in node.nodes)
    return isinstance(node, Not | InTitle | InAuthor) and _holds(node.node, *kinds)
