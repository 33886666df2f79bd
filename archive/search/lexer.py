"""The text of a query as tokens: words, phrases, values of fields, and operators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto
from typing import Final, NoReturn

from archive.search.tree import QUOTES, SIGNS, Place
from archive.search.words import exact_words
from archive.selection import BadRequest
from archive.text import clean

#: Fields that look for words, and those whose value is a name, a symbol or a period.
WORD_FIELDS: Final = ("title", "author")
VALUE_FIELDS: Final = ("province", "province-today", "topic", "kind", "site", "cites", "date")
#: How many words `NEAR` reaches over without a number, and the most that it does with one.
NEARNESS: Final = 10
MOST_APART: Final = 50

_CHUNK: Final = re.compile(f"[^\\s{re.escape(SIGNS)}]+")
_SPACE: Final = re.compile(r"\s*")
_FIELD: Final = re.compile("([A-Za-z][A-Za-z-]*):")
_NEAR: Final = re.compile("NEAR(?:/([0-9]{1,3}))?")
_NO_OPERATORS: Final = {
    "AND": "words beside each other must all occur: leave AND out",
    "NOT": "write - directly before the word that must not occur, not NOT",
}


class Kind(Enum):
    """What a token is."""

    WORDS = auto()  # signs without a space, with at least one word among them
    QUOTED = auto()  # what stands between two quotation marks
    FIELD = auto()  # the name of a field in lower case; its value follows
    VALUE = auto()  # the value of a field that looks for no words
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    NEAR = auto()  # the text is its number
    MINUS = auto()
    END = auto()


_SIGNS: Final = {"(": Kind.OPEN, ")": Kind.CLOSE, "|": Kind.OR}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query.

    Attributes:
        kind: What it is.
        text: What it says, without quotation marks.
        place: Where it stands.
    """

    kind: Kind
    text: str
    place: Place


def refuse(place: Place, message: str) -> NoReturn:
    """Refuse a query and say where it is wrong.

    Raises:
        BadRequest: Always; it begins with the column, counted from 1.
    """
    raise BadRequest(f"column {place.start + 1}: {message}")


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query, the last one `Kind.END`.

    Signs between spaces that are neither words nor operators, such as a dash in a pasted headline, are
    passed over; only a hyphen is not, because it looks like one that was torn from its word.

    Raises:
        BadRequest: A quotation mark is not closed, a field is not known or has no value, or something
            looks like an operator and is none.
    """
    position = _behind_space(text, 0)
    while position < len(text):
        if text[position] in _SIGNS:
            token = Token(_SIGNS[text[position]], text[position], Place(position, position + 1))
        elif text[position] in QUOTES:
            token = _quoted(text, position)
        else:
            token = _chunk(text, position)
        if token.kind is not Kind.WORDS or "*" in token.text or exact_words(clean(token.text)):
            yield token
        position = token.place.end
        if token.kind is Kind.FIELD and token.text in VALUE_FIELDS:
            value = _value(text, token)
            yield value
            position = value.place.end
        position = _behind_space(text, position)
    yield Token(Kind.END, "", Place(len(text), len(text)))


def _behind_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _quoted(text: str, start: int) -> Token:
    for end in range(start + 1, len(text)):
        if text[end] in QUOTES:
            return Token(Kind.QUOTED, text[start + 1 : end], Place(start, end + 1))
    refuse(Place(start, len(text)), "the closing quotation mark is missing")


def _chunk(text: str, start: int) -> Token:
    match = _CHUNK.match(text, start)
    assert match is not None  # noqa: S101 - every sign that begins no chunk was looked for before
    chunk, place = match[0], Place(start, match.end())
    if chunk[0] == "-":
        return _minus(text, start)
    if chunk == "OR":
        return Token(Kind.OR, chunk, place)
    if chunk in _NO_OPERATORS:
        refuse(place, f"{_NO_OPERATORS[chunk]}; for the word itself use small letters")
    if chunk == "NEAR" and text.startswith("(", place.end):
        refuse(place, 'write NEAR between two words or "phrases": a NEAR/5 b')
    near = _NEAR.fullmatch(chunk)
    if near and int(near[1] or NEARNESS) <= MOST_APART:
        return Token(Kind.NEAR, near[1] or str(NEARNESS), place)
    if near or chunk.startswith("NEAR/"):
        refuse(place, f"behind NEAR/ stands a number of words from 0 to {MOST_APART}: a NEAR/5 b")
    field = _FIELD.match(chunk)
    return _field(text, start, field[1]) if field else Token(Kind.WORDS, chunk, place)


def _minus(text: str, start: int) -> Token:
    place = Place(start, start + 1)
    following = text[start + 1 : start + 2]
    if not following or following.isspace() or following in ")|-":
        refuse(
            place,
            "nothing follows the -: write it directly before what must not occur, "
            "or put it into quotation marks",
        )
    return Token(Kind.MINUS, "-", place)


def _field(text: str, start: int, name: str) -> Token:
    """Return the name of a field, or the word that it is where a space follows it."""
    field, end = name.lower(), start + len(name) + 1
    place = Place(start, end)
    known = (*WORD_FIELDS, *VALUE_FIELDS)
    bare = not text[end : end + 1].strip() or text[end] in ")|"
    if field in known:
        if bare:
            refuse(place, f"{field}: has no value: write it directly behind the colon, {field}:...")
        return Token(Kind.FIELD, field, place)
    if bare:
        return Token(Kind.WORDS, name, place)
    near = get_close_matches(field, known, n=2)
    advice = f"did you mean {' or '.join(near)}" if near else f"known are {', '.join(known)}"
    refuse(
        place, f"unknown field {name!r}; {advice}, or quotation marks around a colon of the text?"
    )


def _value(text: str, field: Token) -> Token:
    start = field.place.end
    if text[start] in QUOTES:
        quoted = _quoted(text, start)
        return Token(Kind.VALUE, quoted.text, quoted.place)
    chunk = _CHUNK.match(text, start)
    if not chunk:
        name = field.text
        refuse(field.place, f"{name}: takes one value: write {name}:... OR {name}:...")
    return Token(Kind.VALUE, chunk[0], Place(start, chunk.end()))
