"""Files that an article offers for download."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin, urlsplit

from archive.readings import Attachment
from archive.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

_PORTS: Final = {"http": 80, "https": 443}
_FILE: Final = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|zip|rar|7z)(?:[?#]|$)|[?&]download=1\b",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?:(?:Tập tin|Tệp tin|Tệp|File|Tài liệu)(?: đính kèm)?|Tải về|Tải xuống|Download|Đính kèm)\s*:\s*",
    re.IGNORECASE,
)


def is_attachment(link: _Element) -> bool:
    """Tell whether a link leads to a file for download."""
    href = link.get("href") or ""
    return (
        bool(href)
        and not href.startswith(("#", "javascript:"))
        and (link.get("download") is not None or _FILE.search(href) is not None)
    )


def is_attachment_line(element: _Element) -> bool:
    """Tell whether a block that is all link only offers files."""
    links = [*element.iter("a")]
    return bool(links) and all(map(is_attachment, links))


def find_attachments(elements: Iterable[_Element], base_url: str) -> list[Attachment]:
    """Return the files linked below some elements, each address once, in order."""
    found: dict[str, Attachment] = {}
    for element in elements:
        for link in element.iter("a"):
            if not is_attachment(link):
                continue
            url = web_address(base_url, link.get("href") or "")
            name = _LABEL.sub("", clean("".join(link.itertext())), count=1) or clean(
                link.get("title") or ""
            )
            if url and url not in found:
                found[url] = Attachment(url, name or _file_name(url))
    return list(found.values())


def web_address(base_url: str, address: str) -> str | None:
    """Return the absolute address that a page means; None where it is none of the web.

    The port that goes without saying is left out: portals that print it put it into every address.
    """
    try:
        parts = urlsplit(urljoin(base_url, address.strip()))
        default = _PORTS.get(parts.scheme)
        if default is not None and parts.port == default:
            parts = parts._replace(netloc=parts.netloc.removesuffix(f":{default}"))
        return None if default is None else parts.geturl()
    except ValueError:
        return None


def _file_name(url: str) -> str:
    return clean(unquote(urlsplit(url).path.rpartition("/")[2]))
