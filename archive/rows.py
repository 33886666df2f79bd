"""What of a reading goes into which columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from archive.captures import Capture
from archive.database import storable
from archive.readings import Precision, PrintedDate, Reading
from archive.timezone import VIETNAM

#: The columns of a publication date, in every table that has one.
DATE: Final = ("published_at", "published_precision", "published_raw", "published_rule")
#: What `articles.rules` says of a date that an earlier state printed and the present one does not.
KEPT: Final = "kept from an earlier state"
_LISTING: Final = "listing:"


def article(reading: Reading) -> dict[str, Any]:
    """Return what an article's row takes from a reading as it is."""
    updated = reading.updated
    return clean(
        {
            "url": reading.url,
            "title": reading.title,
            "lead": reading.lead,
            "body": reading.body_text,
            "headings": reading.headings,
            "tables": reading.tables,
            "author": reading.author,
            "organisation": reading.organisation,
            "source": reading.source,
            "source_mark": reading.source_mark,
            "section": reading.section,
            "tags": reading.tags,
            "updated_at": updated and updated.value,
            "updated_raw": updated and updated.raw,
            "rules": reading.rules,
            "parser": reading.parser,
        }
    )


def date(printed: PrintedDate | None) -> dict[str, Any]:
    """Return the columns of a publication date."""
    if printed is None:
        return dict.fromkeys(DATE)
    values = (printed.value, printed.precision.value, printed.raw, printed.rule)
    return clean(dict(zip(DATE, values, strict=True)))


def capture(capture: Capture) -> dict[str, Any]:
    """Return the row of a capture."""
    return {
        "url": storable(capture.url),
        "kind": capture.kind,
        "fetched_at": capture.fetched_at,
        "status": capture.status,
        "digest": capture.digest,
        "file": capture.file,
        "offset": capture.offset,
        "length": capture.length,
        "original_id": capture.original_id,
    }


def parts(reading: Reading) -> tuple[list[dict[str, Any]], ...]:
    """Return the rows of images and attachments, in this order."""
    images = [
        {"position": position, "url": image.url, "caption": image.caption}
        for position, image in enumerate(reading.images)
    ]
    attachments = [
        {"position": position, "url": attachment.url, "name": attachment.name}
        for position, attachment in enumerate(reading.attachments)
    ]
    return images, attachments


def clean(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without characters that no database holds."""
    return {k: storable(v) if isinstance(v, str) else v for k, v in row.items()}


def kept_date(present: Mapping[str, Any], new: PrintedDate | None) -> dict[str, Any]:
    """Return the date that a row is to have: never less than it has.

    A date may be missing, or known to the day only, because the listing gave it this time or did not;
    and what a listing prints takes no place of what the page printed.
    """
    if present["published_at"] is not None and (
        new is None
        or is_coarser(new, present)
        or (new.rule.startswith(_LISTING) and not present["published_rule"].startswith(_LISTING))
    ):
        return {name: present[name] for name in DATE}
    return date(new)


def is_coarser(new: PrintedDate, present: Mapping[str, Any]) -> bool:
    """Tell whether a date says the same as the one that is stored, less exactly."""
    order = list(Precision)
    places = order.index(new.precision), order.index(Precision(present["published_precision"]))
    parts = {Precision.DAY: 3, Precision.MONTH: 2, Precision.YEAR: 1}.get(new.precision, 5)
    old, value = present["published_at"], new.value.astimezone(VIETNAM)
    return places[0] > places[1] and value.timetuple()[:parts] == old.timetuple()[:parts]


def seen(present: Mapping[str, Any], at: datetime) -> dict[str, datetime]:
    """Return when a row was first and last seen; a late reading of an old page changes neither way."""
    return {
        "first_seen_at": min(present["first_seen_at"], at),
        "last_seen_at": max(present["last_seen_at"], at),
    }
