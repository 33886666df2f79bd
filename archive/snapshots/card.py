"""The data card of a snapshot: what it is, how it was made, what it lacks, how to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from string import Template
from typing import Any, Final

from archive.snapshots.manifest import Manifest
from archive.snapshots.tables import TABLES
from archive.snapshots.tally import Tally

#: The file of a snapshot that holds it.
CARD: Final = "README.md"
_TEXT: Final = "data/data_card.md"
# Gaps that are named one by one; all are in the table `coverage`.
_NAMED_GAPS: Final = 40


def card(
    manifest: Manifest,
    tally: Tally,
    sites: Sequence[Mapping[str, Any]],
    gaps: Sequence[Mapping[str, Any]],
) -> str:
    """Return the data card as Markdown.

    Args:
        manifest: What the snapshot holds: day, program, tables.
        tally: What was counted.
        sites: The rows of the table `sites`.
        gaps: The rows of the table `coverage` that have far less than is usual there.
    """
    program = manifest.program
    return Template(resources.files("archive").joinpath(_TEXT).read_text("utf-8")).substitute(
        as_of=manifest.as_of,
        program=f"{program.name} {program.version}",
        commit=program.commit or "not known",
        pyarrow=program.pyarrow,
        readers=program.readers,
        articles=tally.rows["articles"],
        sites=len(sites),
        tables="\n".join(_tables(manifest)),
        fields="\n".join(_fields(manifest)),
        by_site="\n".join(_by_site(tally, sites)),
        gaps="\n".join(_gaps(sites, gaps)),
        undated=sum(tally.undated.values()),
        uncaptured=tally.uncaptured,
        tombstones=tally.rows["tombstones"],
        duplicates=tally.rows["duplicates"],
        versions="\n".join(_counted(tally.versions, "no reader has looked at them")),
        parsers="\n".join(_counted(tally.parsers, "")),
    )


def _tables(manifest: Manifest) -> Iterator[str]:
    for table in TABLES:
        rows = manifest.tables[table.name].rows
        yield f"| `{table.file}` | {rows} | {_cell(table.what)} |"


def _fields(manifest: Manifest) -> Iterator[str]:
    for table in TABLES:
        yield f"### `{table.name}`\n\n{table.what}\n"
        yield "| column | type | what stands in it |\n|---|---|---|"
        types = manifest.tables[table.name].columns
        for name, words in table.columns().items():
            yield f"| `{name}` | `{_short(types[name])}` | {_cell(words)} |"
        yield ""


def _by_site(tally: Tally, sites: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for site in sites:
        years = tally.years(site["id"])
        period = f"{years[0]}–{years[-1]}" if years else "not dated"
        counts = (tally.of_site(name, site["id"]) for name in ("articles", "duplicates"))
        cells = (site["host"], site["spider"], *counts, tally.undated[site["id"]], period)
        yield f"| {' | '.join(map(str, cells))} |"


def _gaps(sites: Sequence[Mapping[str, Any]], gaps: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    names = {site["id"]: site["spider"] for site in sites}
    if not gaps:
        yield "No month of any site has far less than the months around it."
    for gap in gaps[:_NAMED_GAPS]:
        seen = gap["articles"] + gap["duplicates"]
        month = f"{gap['year']}-{gap['month']:02}"
        yield f"- `{names[gap['site_id']]}`, {month}: {seen}, where {gap['expected']:g} are usual"
    if len(gaps) > _NAMED_GAPS:
        yield f"- and {len(gaps) - _NAMED_GAPS} more: rows of `coverage` whose `expected` is not empty"


def _counted(counts: Mapping[Any, int], nothing: str) -> Iterator[str]:
    for name in sorted(counts, key=lambda name: name or ""):
        yield f"- {f'`{name}`' if name else nothing}: {counts[name]} articles"


def _short(kind: str) -> str:
    """Return a type without what is nested in it."""
    return kind.partition("<")[0]


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").split())
