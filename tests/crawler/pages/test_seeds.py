"""The five sample articles, in many shapes, must give the gold exactly."""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from crawler.items import Article
from crawler.pages import (
    ArticlePage,
    DnnPage,
    GenericPage,
    Hints,
    NgheAnPage,
    NukeVietPage,
    TuyenGiaoPage,
    WebFormsPage,
)
from tests.crawler.pages.reading import read
from tests.crawler.pages.shapes import OTHERS, SHAPES, Sample, Shape, page

PAGES: tuple[type[ArticlePage], ...] = (
    TuyenGiaoPage,
    WebFormsPage,
    NukeVietPage,
    NgheAnPage,
    DnnPage,
)


@cache
def samples(path: Path) -> list[Sample]:
    rows: list[Sample] = json.loads((path / "seeds" / "gold.json").read_text(encoding="utf-8"))
    return rows


def check(article: Article, sample: Sample, *, section: str | None) -> None:
    assert article.problems == []
    assert article.title == sample["title"]
    published = article.published
    assert (published.value.isoformat() if published else None) == sample["published"]
    assert (published.raw if published else None) == sample["published_raw"]
    assert (published.precision if published else None) == sample["published_precision"]
    assert article.author == sample["author"]
    assert article.organisation == sample["author_organisation"]
    assert article.lead == sample["lead"]
    assert [image.caption for image in article.images if image.caption] == sample["image_captions"]
    assert article.body == sample["body"]
    assert article.section == section
    for foreign in sample["never_in_body"]:
        text = article.body_text.replace("320 ", "")
        if foreign not in "\n".join(sample["body"]):
            assert foreign not in text


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("own", [True, False], ids=["own page object", "generic"])
def test_unknown_class_names(shared: Path, number: int, shape: Shape, own: bool) -> None:
    sample = samples(shared)[number]
    article = read(PAGES[number] if own else GenericPage, page(sample, shape))
    check(article, sample, section=None)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@pytest.mark.parametrize("number", range(5))
def test_breadcrumb_and_listing_hint(shared: Path, number: int, shape: Shape) -> None:
    sample = samples(shared)[number]
    section = sample["section"] or "Tin hoạt động"
    html = page(sample, shape, section=section)
    article = read(GenericPage, html, Hints(title=sample["title"], section="Tin tức"))
    check(article, sample, section=section)


def with_site_headline(html: str) -> str:
    return html.replace(
        "<div>Cỡ chữ", '<h1><a href="/">Ban Tuyên giáo Tỉnh ủy Mẫu</a></h1><div>Cỡ chữ', 1
    )


def without_title_element(html: str) -> str:
    return re.sub("<title>.*</title>", "<title>Ban Tuyên giáo Tỉnh ủy Mẫu</title>", html)


def with_plain_headline(html: str) -> str:
    return re.sub("<b>([^<]{20,})</b></div>", r"\1</div>", without_title_element(html))


def with_teasers(html: str) -> str:
    teasers = "".join(
        f'<div class="z"><a href="/t/{n}">{title}</a><p>Sáng ngày 5/4, Ban Tuyên giáo Tỉnh ủy tổ chức hội '
        "nghị giao ban báo chí định kỳ, đánh giá kết quả công tác và triển khai nhiệm vụ trọng tâm.</p>"
        f"<span>1{n}/07/2024</span></div>"
        for n, title in enumerate(OTHERS)
    )
    return html.replace("<div><b>Văn bản mới", f"<div>{teasers}</div><div><b>Văn bản mới", 1)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize(
    ("change", "hinted"),
    [
        pytest.param(with_site_headline, False, id="site's name as headline"),
        pytest.param(without_title_element, False, id="title element is the site's name"),
        pytest.param(with_plain_headline, True, id="headline is a plain line"),
        pytest.param(with_teasers, False, id="leads of others beside"),
    ],
)
def test_misleading_surroundings(
    shared: Path, number: int, shape: Shape, change: Callable[[str], str], hinted: bool
) -> None:
    sample = samples(shared)[number]
    hints = Hints(title=sample["title"]) if hinted else None
    check(read(GenericPage, change(page(sample, shape)), hints), sample, section=None)
