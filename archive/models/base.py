"""What all tables share: names of constraints, and how a moment is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from archive.timezone import VIETNAM

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class VietnamTime(TypeDecorator[datetime]):
    """A moment kept as Vietnam wall-clock time; Python sees it with its +07:00."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn an aware moment into Vietnam wall-clock time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without time zone cannot be stored: {value!r}")
        return value.astimezone(VIETNAM).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the stored wall-clock time its zone again."""
        return None if value is None else value.replace(tzinfo=VIETNAM)


class Base(DeclarativeBase):
    """Base of all tables; names its constraints so that migrations can name them too."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: VietnamTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }
