"""What the tests of the data layer share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from archive import database, errors
from archive.captures import Capture
from archive.models import Base
from archive.readings import Reading
from tests.archive.samples import ELECTION

SECRET = "bi-mat"
REFERENCE = {"provinces", "province_names", "bodies", "topics", "kinds", "search_state"}
#: Tables of what is said of an article.
METADATA = {"article_provinces", "article_topics", "citations", "person_mentions"}


def reading(**changes: Any) -> Reading:
    """An article with every field, and changes of it."""
    return replace(ELECTION, **changes)


def capture(of: Reading, *, offset: int = 0, **changes: Any) -> Capture:
    """The capture of an article's page; the file is not there."""
    made = Capture(
        url=of.url,
        kind="article",
        fetched_at=of.fetched_at,
        status=200,
        digest="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        file=f"{of.spider}/{of.spider}-20261120T013000000-00001.warc.gz",
        offset=offset,
        length=500,
    )
    return replace(made, **changes)


def counted(engine: Engine) -> dict[str, int]:
    """How many rows each table has that a reading writes; only those that have any."""
    tables = [t for n, t in Base.metadata.tables.items() if n not in REFERENCE]
    with engine.connect() as connection:
        counts = {t.name: connection.scalar(select(func.count()).select_from(t)) for t in tables}
    return {name: number for name, number in counts.items() if number}


def refusal(call: Callable[[], object], kind: type[errors.ArchiveError]) -> str:
    """The one line with which a call is refused."""
    with pytest.raises(kind) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    assert SECRET not in message
    return message


def checked(url: str, *, writable: bool = True, read_only: bool = False) -> None:
    """Check an archive as a program does at its start."""
    engine = database.open_database(url, read_only=read_only, patience=0.2)
    try:
        database.check(engine, writable=writable)
    finally:
        engine.dispose()
