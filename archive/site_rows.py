"""The rows of sites, made on demand by whoever meets a site first."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Insert, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from archive.models import Base

_SITES = Base.metadata.tables["sites"]
_FIND = select(_SITES.c.id, _SITES.c.province_id).where(
    _SITES.c.host == bindparam("host"), _SITES.c.spider == bindparam("spider")
)


def insert_if_new(connection: Connection, table: Table) -> Insert:
    """Return an INSERT that leaves a row alone which another program has just made."""
    return _insert_if_new(connection.dialect.name, table)


@cache
def _insert_if_new(dialect: str, table: Table) -> Insert:
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def site_id(connection: Connection, *, host: str, spider: str, province: str | None) -> int:
    """Return the number of a site, whose row is made or corrected where need be.

    Args:
        connection: In a transaction that writes.
        host: Host name without ``www.``.
        spider: Name of the spider.
        province: Identifier of the province of the site's body; None for a central site.
    """
    names = {"host": host, "spider": spider}
    site = connection.execute(_FIND, names).first()
    if site is None:
        connection.execute(insert_if_new(connection, _SITES), {**names, "province_id": province})
        site = connection.execute(_FIND, names).one()
    if site.province_id != province:
        connection.execute(
            update(_SITES).where(_SITES.c.id == site.id).values(province_id=province)
        )
    return int(site.id)
