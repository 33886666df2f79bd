"""Districts and towns of the 63 provinces: what a text names below its province.

The district level ended on 1 July 2025; its names go on in texts, and lie in the province of the day.
Names that are persons' or things' as well count only after ``huyện``, ``thành phố`` and the like.
Facts: ``archive/data/districts.csv``.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib import resources
from typing import Final

from archive.metadata.places.vocabulary import LETTER, spellings, words_pattern
from archive.provinces import Province, get

# What stands before the name of a district, in lower case.
DISTRICT_BEFORE: Final = re.compile(
    rf"(?<!{LETTER})(?:huyện|thị|quận|thành phố|thành|tp\\.?|đảo)"
    r"(?: ủy| xã| đảo| miền núi| biên giới| vùng cao| nghèo| ven biển| trẻ)? ?$"
)


@lru_cache(maxsize=1)
def district_pattern() -> re.Pattern[str]:
    """Return the pattern of the name of any district."""
    return words_pattern(_table())


def province_of_district(name: str, home: str | None, *, bare: bool) -> str | None:
    """Return the province in which a district lies, None where the name does not tell.

    Args:
        name: As printed.
        home: Province of the site: a name that several provinces have is meant as its own.
        bare: Whether it stands without ``huyện`` or the like: then it is only looked for at home.
    """
    rows = _table()[name]
    if home:
        at_home = [
            province for province, alone in rows if _related(province, home) and (alone or not bare)
        ]
        if at_home:
            return at_home[0]
    return rows[0][0] if len(rows) == 1 and not bare else None


def lies_in(name: str, own: Province) -> bool:
    """Tell whether a province has a district of a name."""
    return any(_related(province, own.id) for province, _ in _table()[name])


def _related(province: str, home: str) -> bool:
    return province == home or get(province).successor_id == home


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[tuple[str, bool], ...]]:
    """Return for every spelling the provinces with such a district, and whether it tells so alone."""
    found: dict[str, tuple[tuple[str, bool], ...]] = {}
    text = resources.files("archive").joinpath("data/districts.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        for column, alone in (("names", True), ("with_word", False)):
            for name in filter(None, row[column].split("|")):
                for form in spellings(name):
                    found[form] = (*found.get(form, ()), (row["province_id"], alone))
    return found
