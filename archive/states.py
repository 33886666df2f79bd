"""What a page object read of an article, as values to compare, and to keep when another one differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from archive import rows
from archive.models import Base
from archive.readings import Reading

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
# What hangs on an article, in the order of `archive.rows.parts`.
_PARTS: Final = {
    "images": _TABLES["article_images"],
    "attachments": _TABLES["article_attachments"],
}
_UPDATED: Final = ("updated_at", "updated_raw")
_COLUMNS: Final = (
    *("url", "title", "lead", "body", "headings", "tables", "author", "organisation", "source"),
    *("source_mark", "section", "tags", *rows.DATE, *_UPDATED, "rules"),
)
#: What ``rules`` calls a reading that differs from the one before, where nobody can tell who changed it.
CHANGED: Final = "changed"
#: What a page object reads: columns of the table `articles`, and what hangs on an article.
FIELDS: Final = (*_COLUMNS, *_PARTS)

State = dict[str, Any]


def stored(connection: Connection, ids: Sequence[int]) -> dict[int, State]:
    """Return what is stored of some articles, by their numbers.

    Besides `FIELDS` a state has ``id``, ``key``, ``parser``, ``revision`` and ``capture_id``.
    """
    names = ("id", "key", "parser", "revision", "capture_id", *_COLUMNS)
    query = select(*(_ARTICLES.c[name] for name in names)).where(_ARTICLES.c.id.in_(ids))
    found = {row.id: dict(row._mapping) for row in connection.execute(query)}
    for name, table in _PARTS.items():
        for state in found.values():
            state[name] = []
        query = select(table).where(table.c.article_id.in_(ids))
        for row in connection.execute(query.order_by(*table.primary_key.columns)):
            found[row.article_id][name].append(_part(row._mapping))
    return found


def _part(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("article_id", "position")}


def read(reading: Reading, dates: Mapping[str, Any]) -> State:
    """Return what a reading says: `FIELDS` and ``parser``.

    Args:
        reading: The reading.
        dates: Its dates and rules, from `dates_of_newer` or `dates_of_same`.
    """
    state: State = {**rows.article(reading), **dates}
    for name, parts in zip(_PARTS, rows.parts(reading), strict=True):
        state[name] = [_part(rows.clean(part)) for part in parts]
    return state


def dates_of_newer(reading: Reading, before: Mapping[str, Any]) -> State:
    """Return the dates that a newer fetch leaves an article, and its rules.

    A date that was printed once is not lost because it is not printed any more; the rules say so.

    Args:
        reading: What the newer fetch gave.
        before: What is stored: its dates.
    """
    state, rules = rows.kept_date(before, reading.published), dict(reading.rules)
    if before["published_at"] is not None and state != rows.date(reading.published):
        rules["published"] = rows.KEPT
    if reading.updated is None and before["updated_at"] is not None:
        state |= {name: before[name] for name in _UPDATED}
        rules["updated"] = rows.KEPT
    return state | {"rules": rules}


def dates_of_same(reading: Reading, before: Mapping[str, Any]) -> State:
    """Return the dates that another reading of the same fetch leaves an article, and its rules.

    They are those of the reading. But a date that the article has from an earlier fetch stays, and so
    does the word that this state may be no other than the one before.

    Args:
        reading: What the fetch gave.
        before: What is stored: its dates and ``rules``.
    """
    state, rules = rows.date(reading.published), dict(reading.rules)
    if CHANGED in before["rules"]:
        rules[CHANGED] = before["rules"][CHANGED]
    new = reading.published
    if before["rules"].get("published") == rows.KEPT and (
        new is None or rows.is_coarser(new, before)
    ):
        state = {name: before[name] for name in rows.DATE}
        rules["published"] = rows.KEPT
    if before["rules"].get("updated") == rows.KEPT and reading.updated is None:
        state |= {name: before[name] for name in _UPDATED}
        rules["updated"] = rows.KEPT
    return state | {"rules": rules}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which of `FIELDS` differ, in their order."""
    return tuple(name for name in FIELDS if before[name] != after[name])


def as_json(state: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return some fields of a state as JSON can hold them: moments in ISO 8601 with ``+07:00``."""
    return {name: _plain(state[name]) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def columns(state: Mapping[str, Any]) -> State:
    """Return the columns of the table `articles` in a state that was read."""
    return {name: state[name] for name in (*_COLUMNS, "parser")}
