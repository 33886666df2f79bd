from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, update

from archive import reprints
from archive.database import writers
from archive.models import ArticleShingle, ArticleSketch, Reprint, ReprintLink
from archive.reprints import rebuilding
from archive.store import Store
from tests.archive.reprints.texts import NEWS, OTHER, article, made

TABLES = (Reprint, ReprintLink, ArticleShingle, ArticleSketch)


@pytest.fixture
def filled(engine: Engine, store: Store) -> Engine:
    """An archive with three versions of a text, two of another, and one more."""
    bodies = [NEWS, [*NEWS, "BBT"], NEWS[:2], OTHER, [*OTHER, "Thu Hà"], [made(100)]]
    for number, body in enumerate(bodies, start=1):
        title = f"Bài {number} của {made(6, number)}"
        store.save(article(number, body, title=title, day=date(2019, 4, 12)))
    return engine


def contents(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table.__tablename__: sorted(map(tuple, connection.execute(select(table.__table__))))
            for table in TABLES
        }


def clear(engine: Engine) -> None:
    """As a migration leaves an archive that has articles."""
    with writers(engine).begin() as connection:
        for table in TABLES:
            connection.execute(delete(table))


def test_an_archive_that_has_none(filled: Engine) -> None:
    before = contents(filled)
    assert all(before.values())
    assert reprints.pending(filled) == 0
    clear(filled)
    assert reprints.pending(filled) == 6
    steps: list[int] = []
    assert reprints.rebuild(filled, steps.append) == 6
    assert sum(steps) == 6
    assert contents(filled) == before
    assert reprints.pending(filled) == 0


def test_nothing_to_do(filled: Engine) -> None:
    before = contents(filled)
    assert reprints.rebuild(filled, print) == 0
    assert contents(filled) == before


def test_it_goes_on_where_it_was(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(filled)
    clear(filled)
    monkeypatch.setattr(rebuilding, "_PENDING", rebuilding._PENDING.limit(2))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reprints.rebuild(filled, stop)
    assert reprints.pending(filled) == 4
    assert reprints.rebuild(filled, lambda _: None) == 4
    assert contents(filled) == before


def test_what_an_earlier_version_made_is_made_again(filled: Engine) -> None:
    before = contents(filled)
    with writers(filled).begin() as connection:
        connection.execute(update(ArticleSketch).values(version=0))
        connection.execute(delete(Reprint))
        connection.execute(delete(ReprintLink))
    assert reprints.rebuild(filled, lambda _: None) == 6
    assert contents(filled) == before
