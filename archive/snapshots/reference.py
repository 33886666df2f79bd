"""The map, the bodies and the taxonomy in force: what the identifiers in a snapshot mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from importlib import resources
from typing import Any, Final

from archive.bodies import all_bodies
from archive.provinces import all_provinces
from archive.taxonomy import all_kinds, all_topics

#: The files that these tables come from; a snapshot has them as they are, below ``sources/``.
SOURCES: Final = (
    *("provinces.csv", "bodies.toml", "topics.toml", "kinds.toml", "document_types.toml"),
)
_TAXONOMY: Final = ("id", "name_vi", "name_en", "definition")


def rows() -> dict[str, Iterable[dict[str, Any]]]:
    """Return the rows of each table, in the order of the sources."""
    return {
        "provinces": [{**asdict(unit), "names": list(unit.names)} for unit in all_provinces()],
        "bodies": [body.row() for body in all_bodies()],
        "topics": [_entry(topic) for topic in all_topics()],
        "kinds": [_entry(kind) for kind in all_kinds()],
    }


def sources() -> dict[str, bytes]:
    """Return the files by their names in a snapshot."""
    folder = resources.files("archive").joinpath("data")
    return {f"sources/{name}": folder.joinpath(name).read_bytes() for name in SOURCES}


def _entry(entry: Any) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _TAXONOMY}
