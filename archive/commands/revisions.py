"""``archive show ID --revisions`` and ``--diff``: what a site has changed, and when that was seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from archive.commands.common import NOTHING
from archive.errors import ArchiveError
from archive.exports.records import capture_name
from archive.models import Article, EarlierReading, Tombstone
from archive.revisions import (
    ArticleState,
    Kind,
    Piece,
    Skipped,
    changed_fields,
    compare_texts,
    replaced_values,
    states_of,
    table_text,
)
from archive.selection import BadRequest

_STYLES: Final = {Kind.SAME: "", Kind.REMOVED: "red strike", Kind.ADDED: "green underline"}
_MARKS: Final = {Kind.SAME: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "{{+{}+}}"}
_LABEL_WIDTH: Final = 14
_MOST_NUMBERS: Final = 2

#: A line as it is, or a line whose changes are shown.
Line = str | list[Piece]


class NoSuchState(ArchiveError):
    """An article has no state with this number, or only one."""


def print_lines(lines: Iterable[Line], console: Console) -> None:
    """Print lines: their changes in colour on a terminal, as ``[-cũ-]{+mới+}`` in a pipe."""
    for line in lines:
        if not console.is_terminal:
            console.file.write(_marked(line) + "\n")
        else:
            console.print(_coloured(line), soft_wrap=True)


def _marked(line: Line) -> str:
    if isinstance(line, str):
        return line
    return "".join(_MARKS[piece.kind].format(piece.text) for piece in line)


def _coloured(line: Line) -> Text:
    if isinstance(line, str):
        return Text(line)
    return Text.assemble(*((piece.text, _STYLES[piece.kind]) for piece in line))


# --- The states -----------------------------------------------------------------------------------


def revision_lines(article: Article) -> Iterator[Line]:
    """Yield the states of an article: when each was seen, what changed, and where its page lies."""
    states = states_of(article)
    yield _line("title", article.title)
    yield _line("id", str(article.id))
    yield _line("url", article.url)
    previous = None
    for state in states:
        yield ""
        present = ", the present one" if state is states[-1] else ""
        yield _line(f"state {state.number}", f"seen {_period(state)}{present}")
        if previous is not None:
            yield _line("changed", ", ".join(changed_fields(previous, state)) or NOTHING)
        yield _line("capture", capture_name(state.capture) or NOTHING)
        yield _line("read by", state.parser)
        yield from (_line("", _replaced(reading)) for reading in state.readings)
        previous = state
    for tombstone in article.tombstones:
        yield ""
        yield from _tombstone(tombstone)


def _period(state: ArticleState) -> str:
    return f"{_moment(state.first_seen_at)} to {_moment(state.last_seen_at)}"


def _replaced(reading: EarlierReading) -> str:
    fields = ", ".join(reading.fields)
    return (
        f"until {_moment(reading.replaced_at)} by {reading.parser}, which read otherwise: {fields}"
    )


def _tombstone(tombstone: Tombstone) -> Iterator[Line]:
    since, confirmed = _moment(tombstone.missing_since), _moment(tombstone.confirmed_at)
    yield _line("gone", f"since {since} ({tombstone.reason}), confirmed {confirmed}")
    back = tombstone.returned_at
    yield _line("", "not back since" if back is None else f"back since {_moment(back)}")


# --- What changed ---------------------------------------------------------------------------------


def diff_lines(
    article: Article, numbers: Sequence[int], present: Mapping[str, Any]
) -> Iterator[Line]:
    """Yield what changed between two states, word by word, and apart from it what re-readings changed.

    Args:
        article: The article.
        numbers: None: the last change; one: from that state to the present one; two: from one to another.
        present: What is stored of it, as JSON holds it (`archive.states.as_json`).

    Raises:
        NoSuchState: The article does not have them.
        BadRequest: There are more than two numbers.
    """
    old, new = _chosen(article, numbers)
    yield _line("title", article.title)
    yield _line("url", article.url)
    yield _line("from", f"state {old.number}, seen {_period(old)}")
    yield _line("to", f"state {new.number}, seen {_period(new)}")
    fields = changed_fields(old, new)
    if not fields:
        yield from ("", "Nothing differs.")
    for name in fields:
        yield from ("", f"{name}:")
        yield from _diff(name, old.texts[name], new.texts[name])
    first, last = sorted((old.number, new.number))
    for state in states_of(article):
        if first <= state.number <= last:
            yield from _reading_lines(
                state, present if state.number == article.revision else state.texts
            )


def _chosen(article: Article, numbers: Sequence[int]) -> tuple[ArticleState, ArticleState]:
    if len(numbers) > _MOST_NUMBERS:
        raise BadRequest("--diff compares two states: give it one number or two")
    states = {state.number: state for state in states_of(article)}
    for number in numbers:
        if number not in states:
            raise NoSuchState(
                f"article {article.id} has no state {number}: it has {_count(len(states), 'state')}, "
                f"which `archive show {article.id} --revisions` lists"
            )
    if len(states) == 1:
        raise NoSuchState(
            f"article {article.id} has one state only: no change on its site has been seen"
        )
    last = article.revision
    first, second = [(last - 1, last), (*numbers, last), tuple(numbers)][len(numbers)]
    return states[first], states[second]


def _reading_lines(state: ArticleState, present: Mapping[str, Any]) -> Iterator[Line]:
    reading = None
    for value in replaced_values(state, present):
        if value.reading is not reading:
            reading = value.reading
            yield ""
            yield (
                f"No change on the site: until {_moment(reading.replaced_at)} state {state.number} "
                f"was stored as {reading.parser} had read it."
            )
        yield from ("", f"{value.field}:")
        before = _text(value.field, value.before)
        if value.is_known:
            yield from _diff(value.field, before, _text(value.field, value.after))
        else:
            yield from before.split("\n\n")


def _diff(name: str, old: str, new: str) -> Iterator[Line]:
    unit = "row" if name == "tables" else "paragraph"
    for part in compare_texts(old, new):
        if isinstance(part, Skipped):
            yield f"({_count(part.paragraphs, unit)} unchanged)"
        else:
            yield part


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if name == "tables":
        return table_text(value)
    return "; ".join(value) if name == "tags" else json.dumps(value, ensure_ascii=False)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _line(label: str, value: str) -> str:
    return f"{label:<{_LABEL_WIDTH}}{value}"
