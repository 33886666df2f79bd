"""Keys by which texts are recognised again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from archive.text import syllables

#: Texts of fewer syllables say the same on different occasions: "Xem tệp đính kèm."
SHORT: Final = 40

# `(TUAG)-`, `(Thanhuytphcm.vn) -`, `TCCSĐT -`, `YênBái -`: one word in brackets, in capitals, or with
# a capital inside, where a text begins. `Huế - ...` is a place, not an agency.
_AGENCY_MARK: Final = re.compile(
    r"\A\s*(?:\([^()\s]{2,25}\)\s*[-–—]?|(?:[A-ZĐ]{2,8}|[A-ZĐ]\w*[a-zà-ỹ][A-ZĐ]\w*)\s*[-–—](?=\s))"
)


def text_digest(
    *,
    title: str,
    lead: str | None,
    body: str,
    source_mark: str | None = None,
    cells: Iterable[str] = (),
    files: Iterable[str] = (),
) -> str:
    """Return the SHA-256 of a text without what differs between reprints of it.

    Agency mark, punctuation (also the final ``./.``), case and tone placement are left out, and where
    the lead ends and the body begins. Of a text of fewer than `SHORT` syllables the title and the
    names of its files are part: short notices are not the same article because they say the same.

    Args:
        title: The headline.
        lead: The lead, where there is one.
        body: The body.
        source_mark: Agency mark as printed, in case the text still begins with it.
        cells: What the tables of the text say; part of it.
        files: Names of the files that the article offers.

    >>> first = text_digest(title="Tin", lead=None, body="(TUAG)- Sáng 5/3, Tỉnh uỷ họp./.")
    >>> first == text_digest(title="Tin", lead="Sáng 5/3,", body="Tỉnh ủy họp.")
    True
    """
    text = f"{lead}\n{body}" if lead else body
    if source_mark:
        text = text.lstrip().removeprefix(source_mark)
    words = syllables("\n".join([_AGENCY_MARK.sub("", text), *cells]))
    key = " ".join(words)
    if len(words) < SHORT:
        key = "\n".join([key, *(" ".join(syllables(part)) for part in (title, *files))])
    return hashlib.sha256(key.encode()).hexdigest()
