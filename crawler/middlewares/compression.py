"""Unpacking answers."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.responsetypes import responsetypes

from crawler.failures import BadCompression, TooLarge

if TYPE_CHECKING:
    from scrapy.http import Request, Response

# What servers write who mean that nothing is compressed, or who take the header for the charset's.
_NOTHING: Final = frozenset({b"", b"identity", b"none", b"utf-8", b"utf8", b"8bit", b"binary"})
_GZIP: Final = (b"gzip", b"x-gzip")
_GZIP_WINDOW: Final = 31  # zlib's word for a gzip header and trailer around the data
_CHUNK: Final = 64 * 1024


class CompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's unpacking, bounded by ``DOWNLOAD_MAXSIZE``, with a word for what cannot be unpacked.

    Scrapy takes of a damaged gzip stream what it can get. Here that is an error: half a page, or one with
    other characters than its author wrote, is worse than none tonight.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Unpack an answer.

        Raises:
            BadCompression: Its bytes are not what its ``Content-Encoding`` says.
            TooLarge: It has more than ``DOWNLOAD_MAXSIZE`` bytes.
        """
        named = response.headers.getlist("Content-Encoding")
        if not named or not response.body:
            return response
        if all(coding.strip().lower() in _NOTHING for coding in b",".join(named).split(b",")):
            del response.headers["Content-Encoding"]
            found = responsetypes.from_args(response.headers, response.url, body=response.body)
            return response.replace(cls=found)
        kind: type[BadCompression | TooLarge] = BadCompression
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            kind, detail = TooLarge, str(error)
        except Exception as error:  # each library has errors of its own
            detail = f"{error} at {response.url}"
        # Not from the error: its frames hold what has been unpacked, for as long as the failure lives.
        raise kind(detail)

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if encoding in _GZIP:
            return gunzip(body, max_size)
        return HttpCompressionMiddleware._decode(body, encoding, max_size)


def gunzip(data: bytes, max_size: int) -> bytes:
    """Unpack gzip data, all of it.

    Args:
        data: One or more gzip members.
        max_size: The most bytes to unpack.

    Raises:
        TooLarge: There are more; no more than ``max_size`` have been unpacked.
        ValueError: The data is cut off.
        zlib.error: It is not gzip data, or it is damaged.
    """
    parts, size = [], 0
    while data:
        member = zlib.decompressobj(wbits=_GZIP_WINDOW)
        while not member.eof:
            part = member.decompress(data, _CHUNK)
            data = member.unconsumed_tail
            if not part and not member.eof and not data:
                raise ValueError("the gzip data is cut off")
            size += len(part)
            if size > max_size:
                raise TooLarge(f"more than {max_size} bytes when unpacked")
            parts.append(part)
        data = member.unused_data.lstrip(b"\0")
    return b"".join(parts)
