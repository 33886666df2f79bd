"""Who wrote it: the lines under a text that name a person, an office or a source.

A name is believed only where a name belongs: in a labelled line, or at the very end of the text. An empty
author is better than a place or a slogan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from archive.text import fold_words, spelling_key
from crawler.fields.names import (
    DATA,
    begins_with_surname,
    is_anonymous,
    is_names,
    is_person,
    without_title,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Byline:
    """What one line under a text names.

    Attributes:
        author: A person, or several, as printed.
        organisation: An office, ``Ban Tuyên giáo Tỉnh ủy Bắc Kạn``.
        source: Where the text was taken from, ``Báo Nhân Dân``.
        photo: The line names a photographer, who is not the author.
    """

    author: str | None = None
    organisation: str | None = None
    source: str | None = None
    photo: str | None = None


def _keys(name: str) -> frozenset[str]:
    return frozenset(map(fold_words, DATA[name]))


_AUTHOR_LABELS: Final = _keys("author_labels")
_SOURCE_LABELS: Final = _keys("source_labels")
_PHOTO_LABELS: Final = _keys("photo_labels")
_OFFICES: Final = tuple(spelling_key(office) for office in (*DATA["offices"], *DATA["posts"]))
_NOT_MARKS: Final = frozenset(DATA["not_marks"])

_BRACKETS: Final = {"(": ")", "[": "]"}
_LONGEST: Final = 120
_LONGEST_OFFICE: Final = 90
_MOST_OFFICE_WORDS: Final = 16
_LABEL: Final = re.compile(r"([^:]{2,24}?)\s*:\s*(.+)")
_BY: Final = re.compile(
    r"(?:(?:được )?(?:viết|đăng|gửi) )?bởi |(?:(?:written|posted) )?by ", re.IGNORECASE
)
_FROM: Final = re.compile(r"Theo\s+(.{2,60})", re.IGNORECASE)
_PUBLISHERS: Final = re.compile(
    r"báo|tạp chí|đài|trang|cổng|bản tin|ttx|thông tấn|vov|vtv|đcsvn|nhân dân|website|chinhphu"
    r"|[\w-]+\.(?:vn|com|net|org)|[A-ZĐ]{3,8}$",
    re.IGNORECASE,
)
_AFTER_NAME: Final = re.compile(
    r"(.{4,40}?)\s*(?:\(([^()]{4,80})\)|\s[-–—]\s(.{4,80})|,\s*(.{4,80}))"
)
_GLUED: Final = re.compile(
    r"(.*(?:\./\.|[.!?…]|[.!?…][”\"')]))\s*([^.!?…:;,()”\"]{4,40})", re.DOTALL
)
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(])(?:[A-ZĐ]{1,3}|[A-ZĐ]h[A-Z]|Ths|Th\.S|Tp|tp|đ/c|Đ/c|Mr|Mrs|T\.Ư)\.$"
)
_FEWEST_BEFORE: Final = 40  # characters of a paragraph before a name that is glued to it
_MARK: Final = re.compile(
    r"(\((?=[^)]*[A-ZĐ])[\w.]*[A-ZĐ][\w.]*[A-ZĐ.\w]\)|[A-ZĐ]{2,7}(?:\.VN)?|(?:[A-ZĐ][a-zà-ỹđ]+){2,3})(\s*[-–—]+|)(?=\s*\S)"
)


def is_office(text: str) -> bool:
    """Tell whether a line is the name of an office, ``Ban Tuyên giáo Tỉnh ủy``."""
    if not text or len(text) > _LONGEST_OFFICE or text[-1] in ".;:!?,…”" or not text[0].isupper():
        return False
    key = spelling_key(text)
    return len(key.split()) <= _MOST_OFFICE_WORDS and any(
        key == office or key.startswith(office + " ") for office in _OFFICES
    )


def read_byline(text: str) -> Byline | None:
    """Read a line that may stand under a text; None where it is an ordinary line.

    >>> read_byline("Bài, ảnh: Vũ Võ").author
    'Vũ Võ'
    """
    line = text.strip(" *-–—")
    if line[:1] in _BRACKETS and line.endswith(_BRACKETS[line[0]]):
        line = line[1:-1]
    line = line.rstrip(".").strip()
    if not line or len(line) > _LONGEST:
        return None
    labelled = _LABEL.fullmatch(line)
    if labelled:
        return _read_label(labelled[1], labelled[2].strip())
    if line != text and text.endswith(".") and not is_person(line):
        return None
    origin = _FROM.fullmatch(line)
    if origin:
        return Byline(source=origin[1]) if _PUBLISHERS.match(origin[1]) else None
    if is_names(line) or is_anonymous(line):
        return Byline(author=line)
    if is_office(line):
        return Byline(organisation=line)
    return _read_name_and_office(line)


def _read_label(label: str, value: str) -> Byline | None:
    words = fold_words(label)
    if words in _SOURCE_LABELS:
        return Byline(source=value)
    if words in _PHOTO_LABELS:
        return Byline(photo=value)
    if words not in _AUTHOR_LABELS:
        return None
    if is_names(value) or is_anonymous(value):
        return Byline(author=value)
    if is_office(value):
        return Byline(organisation=value)
    both = _read_name_and_office(value)
    if both is None and words.startswith("tac gia"):
        return Byline(author=value)
    return both


def read_credits(lines: Iterable[str]) -> Byline:
    """Read the lines that the CMS itself prints for author and source."""
    found = Byline()
    for line in lines:
        named = read_credit(line)
        if named is not None:
            found = join(found, named)
    return found


def join(one: Byline, other: Byline) -> Byline:
    """Return what two lines name together; the first counts where both name something."""
    return Byline(
        one.author or other.author,
        one.organisation or other.organisation,
        one.source or other.source,
        one.photo or other.photo,
    )


def read_credit(text: str) -> Byline | None:
    """Read a line that the CMS itself prints for author or source, ``Tác giả: Vũ Võ``.

    What stands behind a label is believed whatever it looks like; a line without a label is the
    author's name if it can be one.
    """
    label, colon, value = text.partition(":")
    words, value = fold_words(label), value.strip()
    if not colon:
        return read_byline(_BY.sub("", text, count=1))
    if not value:
        return None
    if words in _AUTHOR_LABELS:
        return Byline(author=value)
    return Byline(source=value) if words in _SOURCE_LABELS else None


def _read_name_and_office(line: str) -> Byline | None:
    """Read ``Vũ Võ (Ban Tuyên giáo Tỉnh ủy)`` and the like."""
    match = _AFTER_NAME.fullmatch(line)
    if match is None or not is_person(without_title(match[1])):
        return None
    office = next(group for group in match.groups()[1:] if group).strip()
    if is_office(office):
        return Byline(author=match[1], organisation=office)
    if _PUBLISHERS.match(office):
        return Byline(author=match[1], source=office)
    return None


def cut_glued_name(text: str) -> tuple[str, Byline] | None:
    """Cut a name off that is glued to the last sentence, ``... ngành Tuyên giáo. Mai Diệu Linh``.

    Returns:
        The text without the name, and the byline; None where there is none.
    """
    match = _GLUED.fullmatch(text)
    if match is None:
        return None
    before, name = match[1].rstrip(), match[2].strip()
    if len(before) < _FEWEST_BEFORE or _ABBREVIATION.search(before):
        return None
    if is_person(name) and (begins_with_surname(name) or len(name.split()) > 1):
        return before, Byline(author=name)
    return None


def read_source_mark(text: str) -> str | None:
    """Return the agency mark that opens a text, ``(TUAG)`` or ``TCCSĐT``; the text keeps it.

    >>> read_source_mark("(ĐCSVN) - Sáng 5/4, Ban Tuyên giáo...")
    '(ĐCSVN)'
    """
    match = _MARK.match(text)
    if match is None:
        return None
    mark, dash = match[1], match[2]
    if mark.startswith("("):
        return mark
    behind = text[match.end() : match.end() + 1]
    if not dash or mark in _NOT_MARKS or not (dash.startswith(" ") or behind.isspace()):
        return None
    return mark
