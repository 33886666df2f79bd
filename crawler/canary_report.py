"""What a canary's check looks like: for a terminal, for a review, and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crawler.canary_judging import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.canary_judging import Check
    from crawler.fixtures import Value

# Characters of a value that are shown.
_SHOWN: Final = 60
COLUMNS: Final = ("field", "article", "value", "rule", "rule in the fixture", "in the archive")
ALL_WELL: Final = "all is read as it was"


def head_lines(check: Check) -> Iterator[str]:
    """Say what was looked at, and what it is compared with."""
    copy = f", asked of {check.base_url}" if check.base_url else ""
    yield f"{check.spider} ({check.host}), {check.at:%Y-%m-%d %H:%M}{copy}"
    number = check.history.articles
    with_fixture = f"fixture {check.reference.name}" if check.reference else "no fixture"
    stored = f"the last {number} articles of the archive" if number else "no article of the archive"
    yield f"compared with {with_fixture} and {stored}"
    for asked in check.asked:
        yield f"{asked.outcome} {asked.url}"


def field_rows(check: Check) -> Iterator[tuple[str, ...]]:
    """Return a row for each field of each article, in the order of `COLUMNS`."""
    for name in FIELDS:
        for number, article in enumerate(check.articles, 1):
            value = article.values[name]
            cells = (str(number), shown(value), value.rule or "")
            if number == 1:
                yield (name, *cells, _recorded(check, name), _stored(check, name))
            else:
                yield ("", *cells, "", "")


def field_table(check: Check) -> Table:
    """Return the table of what was read, for a terminal."""
    table = Table(box=box.SIMPLE, show_edge=False)
    for name in COLUMNS:
        table.add_column(name, overflow="fold")
    for row in field_rows(check):
        table.add_row(*(escape(cell) for cell in row))
    return table


def markdown_table(check: Check) -> Iterator[str]:
    """Return the lines of the same table in Markdown, for a review."""
    rows = [COLUMNS, *field_rows(check)]
    cells = [[cell.replace("|", r"\|") for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["-" * width for width in widths])
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(padded)} |"


def shown(value: Value) -> str:
    """Return a value in a few words: of lists how long they are.

    >>> from crawler.fixtures import Value
    >>> shown(Value(["Đoạn một", "Đoạn hai"]))
    '2: Đoạn một'
    """
    found = value.value
    if not found:
        return "-"
    if isinstance(found, list):
        first = found[0] if isinstance(found[0], str) else found[0]["url"].rpartition("/")[2]
        return f"{len(found)}: {_short(first)}"
    return _short(found)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _recorded(check: Check, name: str) -> str:
    reference = check.reference
    if reference is None:
        return ""
    rules = reference.rules.get(name)
    if rules:
        return ", ".join(f"{rule} ({n} of {reference.articles})" for rule, n in rules.items())
    return f"- ({reference.having.get(name, 0)} of {reference.articles} have it)"


def _stored(check: Check, name: str) -> str:
    share = check.history.share(name)
    return "" if share is None else f"{share:.0%}"


def finding_lines(check: Check) -> Iterator[str]:
    """Say what is wrong, a line each, or that nothing is; then what else there is to know."""
    yield from (str(wrong) for wrong in check.wrong)
    if not check.wrong:
        yield ALL_WELL
    yield from (f"note: {note}" for note in check.notes)


def print_check(check: Check) -> None:
    """Print a check to standard output: Markdown, where that is not a terminal."""
    out = Console(highlight=False)
    for line in head_lines(check):
        out.print(line, markup=False, soft_wrap=True)
    if check.articles:
        out.print()
        for number, article in enumerate(check.articles, 1):
            out.print(f"article {number}: {article.url}", markup=False, soft_wrap=True)
        out.print()
        if out.is_terminal:
            out.print(field_table(check))
        else:
            for line in markdown_table(check):
                out.print(line, markup=False, soft_wrap=True)
    out.print()
    for line in finding_lines(check):
        out.print(line, markup=False, soft_wrap=True)


def as_json(check: Check) -> dict[str, Any]:
    """Return a check for machines."""
    reference, history = check.reference, check.history
    return {
        "spider": check.spider,
        "host": check.host,
        "base_url": check.base_url,
        "at": check.at.isoformat(),
        "requests": [{"url": asked.url, "outcome": asked.outcome} for asked in check.asked],
        "cms": check.cms,
        "articles": [
            {"url": article.url, "fields": {name: _value(article.values, name) for name in FIELDS}}
            for article in check.articles
        ],
        "fixture": reference
        and {
            "name": reference.name,
            "articles": reference.articles,
            "cms": reference.cms,
            "having": {name: reference.having.get(name, 0) for name in FIELDS},
            "rules": {name: dict(rules) for name, rules in reference.rules.items()},
        },
        "archive": {
            "articles": history.articles,
            "having": {name: history.having.get(name, 0) for name in FIELDS},
            "rules": {name: dict(rules) for name, rules in history.rules.items()},
        },
        "findings": [{"word": x.word.value, "message": x.message} for x in check.wrong],
        "notes": check.notes,
    }


def _value(values: Mapping[str, Value], name: str) -> dict[str, Any]:
    return {"value": values[name].value, "rule": values[name].rule}
