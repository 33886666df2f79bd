"""What of an answer to /robots.txt are rules."""

from __future__ import annotations

import pytest
from scrapy.http import Response

from crawler.middlewares.robots import rules_in

RULES = b"User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    ("status", "body", "rules"),
    [
        (200, RULES, RULES),
        (200, b"\xef\xbb\xbf" + RULES, b"\xef\xbb\xbf" + RULES),
        (200, b"", b""),
        (200, b"<!DOCTYPE html>\nDisallow: /", b""),
        (200, b"\xef\xbb\xbf\r\n <html>\nDisallow: /", b""),
        (404, RULES, b""),
        (403, RULES, b""),
        (304, RULES, b""),
        (200, b"#" * 600 * 1024, b"#" * 500 * 1024),
    ],
)
def test_rules(status: int, body: bytes, rules: bytes) -> None:
    assert rules_in(Response("https://x.vn/robots.txt", status=status, body=body)) == rules
