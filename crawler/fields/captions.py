"""Pictures and their captions, once, and out of the body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from archive.readings import Image
from archive.text import spelling_key
from crawler.fields.attachments import web_address
from crawler.fields.blocks import Block, Kind
from crawler.fields.bylines import is_office, read_byline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_IMAGE: Final = Kind.IMAGE
_CAPTION: Final = Kind.CAPTION
_LONGEST: Final = 350  # characters of a caption that only its looks betray
_LONGEST_PLAIN: Final = 200  # of one that nothing but its place betrays
_ENDS: Final = (".", "!", "?", ":", ";", ",", "…")
_OPENINGS: Final = re.compile(
    r"\(?(?:Ảnh|Trong ảnh|Hình|Hình ảnh|Ảnh minh họa|Ảnh tư liệu)\b\s*(?:[:\d(]|$)"
)
_NUMBERED: Final = re.compile(r"(?:[-+*•–]|\(?(?:\d{1,2}|[IVX]{1,5}|[a-zđ])[.)/])\s?")
_FILE_NAME: Final = re.compile(
    r"\S+\.(?:jpe?g|png|gif|bmp|webp|tiff?)|(?:img|dsc|dscf?|image|photo|anh|hinh|z)[\s_-]*\d+\S*|[\d_.\s-]+",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Picture:
    """A picture of the body with what is printed under it.

    Attributes:
        source: Its address as written.
        captions: The lines printed as its caption.
        alt: The text of its ``alt``, which is not printed.
    """

    source: str
    captions: list[str] = field(default_factory=list)
    alt: str = ""

    @property
    def caption(self) -> str | None:
        """The caption as one string."""
        return " ".join(self.captions) or None


def is_file_name(text: str) -> bool:
    """Tell whether a text is the name of a picture file, ``IMG_1234.JPG``, ``48vu vo`` or ``2``.

    >>> is_file_name("48vu vo"), is_file_name("Quang cảnh Hội nghị")
    (True, False)
    """
    return bool(_FILE_NAME.fullmatch(text)) or (
        text[:1].isdigit() and text.isascii() and len(text) < 30
    )


def take_pictures(blocks: Sequence[Block]) -> tuple[list[Picture], list[Block]]:
    """Return the pictures with their captions, and the blocks that are neither."""
    pictures: list[Picture] = []
    rest: list[Block] = []
    early: list[str] = []  # captions that stand before their picture
    run: list[Picture] = []  # pictures side by side, waiting for their captions
    lines: list[str] = []  # the captions found for them
    for block in blocks:
        if block.kind is _IMAGE:
            if lines:
                _close(run, lines)
            run.append(Picture(block.source, [], block.text))
            pictures.append(run[-1])
            lines.extend(early)
            early.clear()
        elif block.kind is _CAPTION:
            if not is_file_name(block.text):
                (lines if run else early).append(block.text)
        elif not run:
            early.clear()
            rest.append(block)
        elif not _is_taken(block, run, lines):
            _close(run, lines)
            early.clear()
            rest.append(block)
    _close(run, lines)
    return pictures, rest


def _is_taken(block: Block, run: list[Picture], lines: list[str]) -> bool:
    """Take a line below pictures, where it is their caption or printed twice."""
    if lines:
        return _same(block.text, lines[-1])
    if is_file_name(block.text):
        return True
    if _is_caption(block, run):
        lines.append(block.text)
        return True
    return False


def _close(run: list[Picture], lines: list[str]) -> None:
    """Give the captions found to the pictures that wait for them."""
    unique = [
        line for index, line in enumerate(lines) if not index or not _same(line, lines[index - 1])
    ]
    if run and unique:
        if len(unique) == len(run):
            for picture, line in zip(run, unique, strict=True):
                picture.captions.append(line)
        else:
            run[-1].captions.extend(unique)
    run.clear()
    lines.clear()


def _same(one: str, other: str) -> bool:
    return one == other or spelling_key(one) == spelling_key(other)


def _is_caption(block: Block, run: list[Picture]) -> bool:
    """Tell whether a line right below pictures is their caption, by its looks."""
    text = block.text
    if not block.is_text or len(text) > _LONGEST:
        return False
    if any(picture.alt and _same(text, picture.alt) for picture in run):
        return True
    if block.kind is not Kind.PARAGRAPH or block.align == "right" or block.upper:
        return False
    if _OPENINGS.match(text):
        return True
    if is_office(text) and block.bold:
        return False
    byline = read_byline(text)
    if byline is not None and not block.italic and block.align != "center":
        return False
    if block.italic or (block.align == "center" and not block.bold):
        return True
    return (
        not block.bold
        and len(text) <= _LONGEST_PLAIN
        and not text.endswith(_ENDS)
        and not _NUMBERED.match(text)
        and " " in text
    )


def as_images(pictures: Iterable[Picture], base_url: str) -> list[Image]:
    """Return pictures by their absolute addresses, each once and with its caption if it has one."""
    images: dict[str, Image] = {}
    for picture in pictures:
        url = web_address(base_url, picture.source)
        if url and (url not in images or not images[url].caption):
            images[url] = Image(url, picture.caption)
    return list(images.values())
