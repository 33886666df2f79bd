"""The provinces that an article is about, as they were on its date, and the words that say so.

A central site prints pieces about every province, so title, office line and text decide
(`archive.metadata.places.central`). The site of a provincial body speaks of its own province where the
text has any sign of it (`archive.metadata.places.own`); what it reprints about another province, the
country or the world is not its own. A bare name may be a person (Nguyễn Thái Bình), an ocean (Thái Bình
Dương), a street or a river (``archive/data/places.toml``). Texts are as `archive.text.clean` leaves them.
"""

from __future__ import annotations

from typing import Final

from archive.metadata.findings import ArticleText, ProvinceFinding
from archive.metadata.places.central import provinces_of_text
from archive.metadata.places.mentions import read_mentions
from archive.metadata.places.provincial import provinces_of_site

VERSION: Final = "2"

__all__ = ["VERSION", "find_provinces"]


def find_provinces(text: ArticleText) -> tuple[ProvinceFinding, ...]:
    """Return the provinces that an article is about, leading one first; none where national or unclear.

    Without a date they are the units that bore the names before the merger of 2025, when most of what the
    archive holds was written.
    """
    mentions = read_mentions(text)
    if text.site_province:
        return provinces_of_site(text, mentions)
    return provinces_of_text(text, mentions)
