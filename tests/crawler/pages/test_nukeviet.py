"""The 66 articles of a real NukeViet site, field by field."""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from archive.readings import PrintedDate
from archive.timezone import VIETNAM
from crawler.items import Article
from crawler.pages import NukeVietPage
from tests.crawler.pages.reading import read

Truth = dict[str, Any]
ARTICLES = 66
FETCHED = datetime(2024, 11, 22, 12, 0, tzinfo=VIETNAM)


@cache
def readings(path: Path) -> list[tuple[Article, Truth]]:
    rows = (path / "nukeviet-truth.jsonl").read_text(encoding="utf-8").splitlines()
    truth: dict[str, Truth] = {row["url"]: row for row in map(json.loads, rows)}
    found = []
    with (path / "nukeviet.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI")
            if url in truth and record.http_headers.get_statuscode() == "200":
                body = record.content_stream().read()
                found.append((read(NukeVietPage, body, url=url, fetched_at=FETCHED), truth[url]))
    return found


def moment(date: PrintedDate | None) -> str | None:
    return date.value.isoformat() if date else None


def captions(article: Article) -> list[str]:
    return [image.caption for image in article.images if image.caption]


def structured_author(article: Article) -> str:
    return (article.author or "") if article.rules.get("author") == "nukeviet:author-line" else ""


def signature(article: Article) -> str:
    author = article.author if article.rules.get("author", "").startswith("byline:") else None
    return " / ".join(name for name in (author, article.organisation) if name)


FIELDS: dict[str, Callable[[Article, Truth], tuple[object, object]]] = {
    "url": lambda a, t: (a.url, t["url"]),
    "title": lambda a, t: (a.title, t["title"]),
    "published": lambda a, t: (moment(a.published), t["published"]),
    "updated": lambda a, t: (moment(a.updated or a.published), t["modified"]),
    "author": lambda a, t: (structured_author(a), t["author"]),
    "signature": lambda a, t: (signature(a), t["signature"]),
    "source": lambda a, t: (a.source or "", t["source"]),
    "section": lambda a, t: (a.section, t["category_path"][-1]),
    "lead": lambda a, t: (a.lead or "", t["lead"]),
    "body": lambda a, t: (a.body, t["body"]),
    "headings": lambda a, t: ([a.body[i] for i in a.headings], t["headings"]),
    "captions": lambda a, t: (
        captions(a),
        [c for c in (t["home_image_caption"], *t["captions"]) if c],
    ),
    "table cells": lambda a, t: (
        [cell for table in a.tables for row in table for cell in row],
        t["table_cells"],
    ),
    "tags": lambda a, t: (sorted(a.tags), sorted(t["tags"])),
    "problems": lambda a, t: (a.problems, []),
}


@pytest.mark.parametrize("field", FIELDS)
def test_every_article(shared: Path, field: str) -> None:
    wrong = []
    found = readings(shared / "pages")
    for article, truth in found:
        got, wanted = FIELDS[field](article, truth)
        if got != wanted:
            wrong.append((article.url, got, wanted))
    assert len(found) == ARTICLES
    assert wrong == []


def test_date_is_the_visible_one(shared: Path) -> None:
    for article, _ in readings(shared / "pages"):
        assert article.published is not None
        assert article.published.rule == "nukeviet:visible"
        assert article.published.precision == "minute"


def test_related_titles_stay_out(shared: Path) -> None:
    for article, truth in readings(shared / "pages"):
        assert not set(truth["related_titles"]) & set(article.body)


def test_listings_are_no_articles(shared: Path) -> None:
    with (shared / "pages" / "nukeviet.warc.gz").open("rb") as file:
        refused = {}
        for record in ArchiveIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI")
            kind = record.http_headers.get_header("content-type")
            if (
                url.endswith(".html")
                or record.http_headers.get_statuscode() != "200"
                or "html" not in kind
            ):
                continue
            refused[url] = read(NukeVietPage, record.content_stream().read(), url=url).problems
    assert len(refused) > 20
    assert [url for url, problems in refused.items() if not problems] == []


PAGE = """<!DOCTYPE html><html><head><title>Hội nghị báo cáo viên tháng 7</title>
<meta name="generator" content="NukeViet v4.4"></head><body>
<h1 class="hidden">Ban Tuyên giáo Tỉnh ủy</h1>
<div class="news_column" itemtype="http://schema.org/NewsArticle" itemscope>{article}</div></body></html>"""
BODY = (
    "<p>Sáng 18/7, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị báo cáo viên tháng 7, thông tin về tình hình thời sự trong nước "
    "và quốc tế cho hơn 200 đại biểu dự.</p>"
)


@pytest.mark.parametrize(
    ("article", "raw"),
    [
        pytest.param(
            '<h1 itemprop="headline">Hội nghị báo cáo viên tháng 7</h1><div itemprop="author"><span itemprop="name">quantri</span></div>'
            '<span class="hidden" itemprop="datePublished">2023-09-01T10:00:00+07:00</span>'
            '<div class="newsdetailmetatop"><span class="h5"><i class="fa fa-clock-o"></i> Thứ ba - 18/07/2023 22:40</span>'
            '<span class="h5"><i class="fa-eye"></i> 5.645</span><span class="h5">0</span></div>'
            f'<div class="hometext" itemprop="description"></div><div id="news-bodyhtml" class="bodytext has-attach">{BODY}</div>'
            '<p class="h5 text-right"><strong>Tác giả bài viết: </strong>Vũ Võ</p>',
            "Thứ ba - 18/07/2023 22:40",
            id="e-government edition",
        ),
        pytest.param(
            '<h1>Hội nghị báo cáo viên tháng 7</h1><em class="time">Thứ ba - 18/07/2023 22:40</em>'
            f'<div id="hometext"><div class="h2"></div></div><div class="bodytext">{BODY}</div>'
            '<p class="text-right"><strong>Tác giả: </strong>Vũ Võ</p>',
            "Thứ ba - 18/07/2023 22:40",
            id="mobile theme",
        ),
        pytest.param(
            '<h1>Hội nghị báo cáo viên tháng 7</h1><span class="time">Thứ ba - 18/07/2023 22:40</span>'
            f'<div id="hometext"></div><div class="bodytext">{BODY}</div><p class="text-right"><strong>Tác giả bài viết:</strong> Vũ Võ</p>',
            "Thứ ba - 18/07/2023 22:40",
            id="version 3.4",
        ),
    ],
)
def test_editions(article: str, raw: str) -> None:
    item = read(NukeVietPage, PAGE.format(article=article))
    assert item.problems == []
    assert item.title == "Hội nghị báo cáo viên tháng 7"
    assert item.published is not None
    assert item.published.raw == raw
    assert item.lead is None
    assert item.author == "Vũ Võ"
    assert len(item.body) == 1


def test_login_of_the_administrator_is_no_author() -> None:
    html = PAGE.format(
        article='<h1 itemprop="headline">Hội nghị báo cáo viên tháng 7</h1><div class="hidden" itemprop="author">'
        f'<span itemprop="name">quantri</span></div><div id="news-bodyhtml">{BODY}</div>'
    )
    assert read(NukeVietPage, html).author is None
