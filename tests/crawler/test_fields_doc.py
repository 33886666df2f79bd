"""The examples of docs/fields.md are read as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.items import Article
from crawler.pages import GenericPage
from tests.crawler.pages.reading import read

DOC = (Path(__file__).parents[2] / "docs" / "fields.md").read_text(encoding="utf-8")
TEXT = (
    "<div><p>Hội nghị đã biểu dương 26 tập thể có thành tích xuất sắc trong phong trào thi đua của"
    " toàn ngành.</p><p>Ban Tuyên giáo các huyện ủy, thành ủy triển khai nhiệm vụ 6 tháng cuối năm"
    " bảo đảm tiến độ đề ra.</p></div>"
)
EXAMPLE = re.compile(r"```html\n([^`]*)```\n\n\| field [^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)")
ROWS = [
    (html, *(cell.strip() for cell in row.strip("|").split("|")[:3]))
    for html, rows in EXAMPLE.findall(DOC)
    for row in rows.splitlines()
]


def _shown(item: Article, field: str) -> str:
    """Return a field as the page shows it: paragraphs with ¶ between, an empty field as such."""
    published, updated = item.published, item.updated
    value = {
        "published_at": published and published.value.isoformat(),
        "published_precision": published and str(published.precision),
        "published_raw": published and published.raw,
        "updated_at": updated and updated.value.isoformat(),
        "body": " ¶ ".join(item.body),
        "images": " ¶ ".join(image.caption or "" for image in item.images),
        "attachments": " ¶ ".join(file.name for file in item.attachments),
    }
    return (value[field] if field in value else getattr(item, field)) or "*empty*"


@pytest.mark.parametrize(
    ("html", "field", "right", "wrong"), ROWS, ids=[row[1].strip("`") for row in ROWS]
)
def test_an_example_is_read_as_the_page_says(html: str, field: str, right: str, wrong: str) -> None:
    title = "<title>Hội nghị sơ kết công tác tuyên giáo 6 tháng đầu năm</title>"
    head = "" if "<title>" in html else title
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{html.replace('[text]', TEXT)}</body></html>"
    item = read(GenericPage, page)
    assert item.problems == []
    assert _shown(item, field.strip("`")) == right
    assert right != wrong


def test_every_field_has_a_definition() -> None:
    headings = {name for line in re.findall(r"^## (.+)$", DOC, re.M) for name in line.split(", ")}
    assert headings >= {
        *("title", "lead", "body", "author", "organisation", "section", "images", "attachments"),
        *("published_at", "published_precision", "published_raw", "published_rule"),
        *("updated_at", "url"),
    }
