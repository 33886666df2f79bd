"""The states that an article has had on its site, and what changed from one to another, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import Enum
from typing import Any, Final

from archive.models import Article, Capture, EarlierReading, Revision

_TEXT: Final = ("title", "lead", "body", "author", "organisation")
#: What is compared of two states, in the order in which it is shown.
COMPARED: Final = ("title", "lead", "body", "tables", "author", "organisation", "published")
# How much of a date is known, in characters of `2021-05-04 17:29`.
_SHOWN: Final = {"minute": 16, "day": 10, "month": 7, "year": 4}
# A syllable or number, one sign, or white space: a comma behind a word does not make it another word.
_TOKEN: Final = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ArticleState:
    """One state of an article as its site had it.

    Attributes:
        number: 1 is the first that was seen.
        texts: The fields of `COMPARED` as text; empty where the page printed none. Paragraphs, and rows
            of tables, are separated by an empty line.
        first_seen_at: When it was first seen.
        last_seen_at: When it was last seen.
        parser: Page object and version that read it.
        capture: The fetch that it was read from.
        readings: What other versions of the page object read of it before, oldest first.
    """

    number: int
    texts: dict[str, str]
    first_seen_at: datetime
    last_seen_at: datetime
    parser: str
    capture: Capture | None
    readings: tuple[EarlierReading, ...]


def states_of(article: Article) -> list[ArticleState]:
    """Return the states of an article, the present one last."""
    earlier = [_state(article, row, row.number, row.first_seen_at) for row in article.revisions]
    return [*earlier, _state(article, article, article.revision, article.revised_at)]


def _state(article: Article, row: Article | Revision, number: int, since: datetime) -> ArticleState:
    texts = {name: getattr(row, name) or "" for name in _TEXT}
    texts["tables"] = table_text(row.tables)
    texts["published"] = _published(row)
    return ArticleState(
        number,
        {name: texts[name] for name in COMPARED},
        since,
        row.last_seen_at,
        row.parser,
        row.capture,
        tuple(reading for reading in article.earlier_readings if reading.revision == number),
    )


def table_text(tables: Sequence[Sequence[Sequence[str]]]) -> str:
    """Return tables as text: a row a paragraph, its cells separated by ``|``."""
    return "\n\n".join(" | ".join(row) for table in tables for row in table)


def _published(row: Article | Revision) -> str:
    if row.published_at is None:
        return ""
    return f"{row.published_at:%Y-%m-%d %H:%M}"[: _SHOWN[row.published_precision or "minute"]]


def changed_fields(old: ArticleState, new: ArticleState) -> list[str]:
    """Return which of `COMPARED` differ between two states."""
    return [name for name in COMPARED if old.texts[name] != new.texts[name]]


@dataclass(frozen=True, slots=True)
class ReplacedValue:
    """A field that a newer reading of the same state changed.

    Attributes:
        reading: The reading that was replaced.
        field: Name of the column, or ``topics``, ``images``, ``attachments``.
        before: Its value, as JSON holds it.
        after: Its value in the reading that took its place.
        is_known: Whether `after` is known: of a state that the site has changed, not every field is.
    """

    reading: EarlierReading
    field: str
    before: Any
    after: Any
    is_known: bool


def replaced_values(state: ArticleState, present: Mapping[str, Any]) -> Iterator[ReplacedValue]:
    """Yield what newer readings changed in a state.

    Args:
        state: The state.
        present: What is stored of it now, as JSON holds it.
    """
    for place, reading in enumerate(state.readings):
        newer = [later.fields for later in state.readings[place + 1 :]]
        for name, before in reading.fields.items():
            holder = next((values for values in (*newer, present) if name in values), None)
            after = None if holder is None else holder[name]
            yield ReplacedValue(reading, name, before, after, holder is not None)


class Kind(Enum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that were kept, removed or added."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A number of paragraphs that did not change."""

    paragraphs: int


def compare_texts(old: str, new: str) -> list[list[Piece] | Skipped]:
    """Return the paragraphs in which two texts differ, word by word, and how many lie between them."""
    before, after = _paragraphs(old), _paragraphs(new)
    result: list[list[Piece] | Skipped] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            result.append(Skipped(old_end - old_start))
            continue
        removed, added = before[old_start:old_end], after[new_start:new_end]
        paired = min(len(removed), len(added))
        result += [compare_words(*pair) for pair in zip(removed, added, strict=False)]
        result += [[Piece(Kind.REMOVED, text)] for text in removed[paired:]]
        result += [[Piece(Kind.ADDED, text)] for text in added[paired:]]
    return result


def _paragraphs(text: str) -> list[str]:
    return text.split("\n\n") if text else []


def compare_words(old: str, new: str) -> list[Piece]:
    """Return what was kept, removed and added between two lines, in the order in which it reads.

    >>> [piece.text for piece in compare_words("họp sáng 5/3.", "họp chiều 5/3.")]
    ['họp ', 'sáng', 'chiều', ' 5/3.']
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    removed: list[str] = []
    added: list[str] = []
    pieces: list[Piece] = []

    def end_change() -> None:
        for kind, tokens in ((Kind.REMOVED, removed), (Kind.ADDED, added)):
            if tokens:
                pieces.append(Piece(kind, "".join(tokens)))
                tokens.clear()

    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (kind, old_start, old_end, new_start, new_end) in enumerate(codes):
        same = "".join(before[old_start:old_end])
        if kind == "equal" and (same.strip() or place in (0, len(codes) - 1)):
            end_change()
            pieces.append(Piece(Kind.SAME, same))
            continue
        # A space between two changed words belongs to the change.
        removed += before[old_start:old_end]
        added += after[new_start:new_end]
    end_change()
    return pieces
