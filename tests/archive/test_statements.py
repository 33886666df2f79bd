"""What runs past SQLAlchemy says the same as what goes through it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, insert, select

from archive.models import Base
from archive.statements import Statements
from archive.timezone import VIETNAM

SITES = Base.metadata.tables["sites"]
ARTICLES = Base.metadata.tables["articles"]
DAY = datetime(2021, 5, 4, 17, 29, tzinfo=VIETNAM)


def site(host: str, **values: Any) -> dict[str, Any]:
    return {"host": host, "spider": "thử_100%", **values}


def article(**values: Any) -> dict[str, Any]:
    needed = {
        name: "x"
        for name, column in ARTICLES.columns.items()
        if not column.nullable and column.type.python_type is str
    }
    seen = dict.fromkeys(("first_seen_at", "last_seen_at", "revised_at"), DAY)
    return {**needed, **seen, "headings": [], "tags": [], "rules": {}, "revision": 1, **values}


def test_values_come_back_as_they_went_in(engine: Engine) -> None:
    statements = Statements(engine.dialect)
    printed = {"tables": [[["Đơn vị", "100 %"]]], "title": "Tỉnh ủy: 100 % 'đạt'", "lead": None}
    with engine.begin() as connection:
        site_id = statements.scalar(connection, insert(SITES).returning(SITES.c.id), site("a.vn"))
        row = article(**printed, site_id=site_id)
        new = insert(ARTICLES).returning(ARTICLES.c.id)
        article_id = statements.scalar(connection, new, row)
        stored = connection.execute(select(ARTICLES).where(ARTICLES.c.id == article_id)).one()
    assert {name: stored._mapping[name] for name in row} == row


def test_one_statement_with_other_columns(engine: Engine) -> None:
    statements = Statements(engine.dialect)
    new = insert(SITES)
    find = select(SITES.c.province_id).where(SITES.c.host == bindparam("host")).limit(1)
    with engine.begin() as connection:
        statements.insert(connection, new, [site("a.vn"), site("b.vn")])
        statements.insert(connection, new, [site("c.vn", province_id="lai-chau")])
        found = [
            statements.scalar(connection, find, {"host": host}) for host in ("a.vn", "c.vn", "d.vn")
        ]
    assert found == [None, "lai-chau", None]


def test_the_first_row_as_the_driver_gives_it(engine: Engine) -> None:
    statements = Statements(engine.dialect)
    columns = select(SITES.c.host, SITES.c.province_id)
    find = columns.where(SITES.c.host >= bindparam("host")).order_by(SITES.c.host)
    with engine.begin() as connection:
        statements.insert(connection, insert(SITES), [site("a.vn"), site("b.vn")])
        found = [statements.first(connection, find, {"host": host}) for host in ("a.vn", "c.vn")]
    assert found == [("a.vn", None), None]
