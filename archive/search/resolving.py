"""The names in a query as identifiers, and the command line's options as a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from sqlalchemy import Connection

from archive import provinces
from archive.citations import find_documents
from archive.documents import wanted
from archive.models import Kind, Topic
from archive.search.abbreviations import expand
from archive.search.parser import parse
from archive.search.tree import (
    NOWHERE,
    And,
    Dates,
    Field,
    Filter,
    Not,
    Or,
    Query,
    all_of,
)
from archive.selection import BadRequest, Selection, named, province_ids, site_ids


def resolve(query: Query, connection: Connection) -> Query:
    """Return a query whose filters have their values.

    Raises:
        BadRequest: A province, topic, kind or site is not known, or no article cites a document; the
            message says in which column of the query, and what is known.
    """
    match query:
        case Filter():
            return replace(query, values=tuple(_values(query, connection)))
        case And(nodes):
            return And(tuple(resolve(node, connection) for node in nodes))
        case Or(nodes):
            return Or(tuple(resolve(node, connection) for node in nodes))
        case Not(node):
            return Not(resolve(node, connection))
        case _:
            return query


def asked(text: str | None, selection: Selection, *, expanded: bool = False) -> Query:
    """Return the query that a person's words and options make together.

    Args:
        text: The words; None for the options alone.
        selection: The options.
        expanded: Whether abbreviations and full forms are found for each other.

    Raises:
        BadRequest: The words cannot be understood.
    """
    chosen = from_selection(selection)
    if text is None:
        return chosen
    words = parse(text)
    return all_of([expand(words) if expanded else words, chosen])


def from_selection(selection: Selection) -> Query:
    """Return the query that asks for what a selection does; `EVERYTHING` for one without options."""
    filters = {
        Field.PROVINCE: selection.province,
        Field.PROVINCE_TODAY: selection.province_today,
        Field.TOPIC: selection.topic,
        Field.KIND: selection.kind,
        Field.SITE: selection.site,
    }
    nodes: list[Query] = [Filter(name, text) for name, text in filters.items() if text is not None]
    if selection.since or selection.until:
        nodes.append(Dates(selection.since, selection.until))
    return all_of(nodes)


def _values(asked: Filter, connection: Connection) -> Sequence[str]:
    try:
        return _identifiers(asked.field, asked.text, connection)
    except BadRequest as error:
        if asked.place is NOWHERE:
            raise
        raise BadRequest(f"column {asked.place.start + 1}: {error}") from error


def _identifiers(name: Field, text: str, connection: Connection) -> Sequence[str]:
    match name:
        case Field.PROVINCE:
            return province_ids(provinces.units, text)
        case Field.PROVINCE_TODAY:
            return province_ids(provinces.units_today, text)
        case Field.TOPIC:
            return [named(connection, Topic, "topic", text)]
        case Field.KIND:
            return [named(connection, Kind, "kind", text)]
        case Field.SITE:
            return [str(number) for number in site_ids(connection, text)]
        case Field.CITES:
            return [str(number) for number in find_documents(connection, wanted(text))]
        case _:
            assert_never(name)
