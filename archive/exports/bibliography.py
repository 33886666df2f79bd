"""An article as bibliographies know it: one record, which `csl`, `bibtex` and `ris` write.

- It is a **web page**, not a newspaper article: the sites are those of party offices, and what is cited
  is the page on the day on which it was read.
- **Names are not taken apart.** A Vietnamese name begins with the family name and is cited whole, and the
  printed line may name several persons, or an office with them; so it stays one literal name, as printed.
- The date is **as exact as the page prints it**: a month, where only the month is printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.exports.records import ExportedArticle
from archive.readings import Precision

#: BCP 47.
LANGUAGE = "vi"
_PARTS = {Precision.YEAR: 1, Precision.MONTH: 2}
_DAY = 3

#: Year, month and day, or the first one or two of them.
DateParts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a bibliography says of an article; every text is in one line.

    Attributes:
        key: What the record is called, ``bac_kan-133``: spider and number in the archive.
        title: Headline.
        author: The printed line with the person's name, whole; None where none is printed.
        container: Host of the site.
        publisher: The body printed with the author; None where none is printed.
        issued: Printed date of publication, as exact as it is printed; None where none is.
        accessed: Day on which it was last read.
        url: Canonical address.
        keywords: Vietnamese names of its topics, best first.
        note: Where it lies in the archive: number, state, capture.
    """

    key: str
    title: str
    author: str | None
    container: str
    publisher: str | None
    issued: DateParts | None
    accessed: DateParts
    url: str
    keywords: tuple[str, ...]
    note: str


def reference(article: ExportedArticle) -> Reference:
    """Return what a bibliography says of an article."""
    return Reference(
        key=f"{article['spider']}-{article['id']}",
        title=_line(article["title"]) or "",
        author=_line(article["author"]),
        container=article["site"],
        publisher=_line(article["organisation"]),
        issued=_issued(article),
        accessed=_parts(article["last_seen_at"], _DAY),
        url=_address(article["url"]),
        keywords=tuple(topic["name"] for topic in article["topics"]),
        note=_note(article),
    )


def iso(date: DateParts) -> str:
    """Return a date as ISO 8601 writes it, as exact as it is known.

    >>> iso((2022, 3)), iso((2021, 5, 4))
    ('2022-03', '2021-05-04')
    """
    return "-".join(f"{part:02}" for part in date)


def _issued(article: ExportedArticle) -> DateParts | None:
    moment, precision = article["published_at"], article["published_precision"]
    if moment is None or precision is None:
        return None
    return _parts(moment, _PARTS.get(Precision(precision), _DAY))


def _parts(moment: str, count: int) -> DateParts:
    return tuple(int(part) for part in moment[:10].split("-")[:count])


def _note(article: ExportedArticle) -> str:
    parts = [f"Article {article['id']} of the archive, state {article['revision']}"]
    if article["capture"] is not None:
        parts.append(f"capture {article['capture']}")
    return "; ".join(parts)


def _line(text: str | None) -> str | None:
    """Return a text in one line, None where it is empty."""
    return " ".join((text or "").split()) or None


def _address(url: str) -> str:
    """Return an address without the characters that an address may not have and BibTeX counts."""
    for character in '{}\\ "':
        url = url.replace(character, f"%{ord(character):02X}")
    return url
