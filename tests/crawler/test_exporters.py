"""Feeds have the fields of an export from the archive."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from archive.captures import Capture
from archive.exports.records import FIELDS
from archive.metadata.findings import Evidence, Metadata, Part, ProvinceFinding, Span, TopicFinding
from archive.readings import Image, Precision, PrintedDate
from archive.timezone import VIETNAM
from crawler.exporters import Csv, Json, JsonLines
from crawler.items import Article

ARTICLE = Article(
    url="https://tuyengiao.vn/a-133180",
    key="tuyengiao.vn#133180",
    site="tuyengiao.vn",
    spider="bac_kan",
    fetched_at=datetime(2026, 11, 22, 2, 0, tzinfo=VIETNAM),
    parser="TuyenGiaoPage/1",
    title="=Bắc Kạn phát huy tính chủ động",
    body=["CÔNG TÁC KHOA GIÁO", "Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị."],
    headings=[0],
    images=[Image("https://tuyengiao.vn/a.jpg", "Quang cảnh hội nghị")],
    published=PrintedDate(
        datetime(2021, 5, 4, 17, 29, tzinfo=VIETNAM),
        Precision.MINUTE,
        "Thứ Ba, 4/5/2021 17:29'(GMT+7)",
        "tuyengiao:visible",
    ),
    metadata=Metadata(
        version="test/1",
        provinces=(
            ProvinceFinding(
                *("bac-kan", 1.0, "title"), (Evidence("Bắc Kạn", Span(Part.TITLE, 1, 8)),)
            ),
        ),
        topics=(
            TopicFinding(
                *("khoa-giao", 0.9, "section"), (Evidence("Khoa giáo", Span(Part.SECTION, 0, 9)),)
            ),
        ),
    ),
)


def written(exporter: type[Json | JsonLines]) -> str:
    stream = io.BytesIO()
    writer = exporter(stream, encoding="utf-8")
    writer.start_exporting()
    writer.export_item(ARTICLE)
    writer.finish_exporting()
    return stream.getvalue().decode()


@pytest.mark.parametrize(
    ("exporter", "read"),
    [(JsonLines, json.loads), (Json, lambda text: json.loads(text)[0])],
)
def test_an_article_is_written_as_the_archive_exports_it(
    exporter: type[Json | JsonLines], read: Any
) -> None:
    article = read(written(exporter))
    assert tuple(article) == FIELDS
    assert article["id"] is None
    assert article["published_at"] == "2021-05-04T17:29:00+07:00"
    assert article["body"] == "CÔNG TÁC KHOA GIÁO\n\nBan Tuyên giáo Tỉnh ủy tổ chức hội nghị."
    assert (article["province"], article["province_today"]) == ("Bắc Kạn", "Thái Nguyên")
    assert article["topics"][0]["name"] == "Khoa giáo"


def test_a_feed_of_a_crawl_with_captures_names_them() -> None:
    capture = Capture(
        url=ARTICLE.url,
        kind="article",
        fetched_at=ARTICLE.fetched_at,
        status=200,
        digest="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        file="bac_kan/a.warc.gz",
        offset=7,
        length=500,
    )
    stream = io.BytesIO()
    writer = JsonLines(stream, encoding="utf-8")
    writer.export_item(replace(ARTICLE, capture=capture))
    moment = ARTICLE.fetched_at.isoformat()
    assert json.loads(stream.getvalue())["capture"] == f"bac_kan/a.warc.gz@7 {moment}"


def test_a_spreadsheet_gets_json_for_lists_and_no_formulas(tmp_path: Any) -> None:
    file = tmp_path / "out.csv"
    with file.open("wb") as stream:
        writer = Csv(stream, encoding="utf-8")
        writer.start_exporting()
        writer.export_item(ARTICLE)
        writer.finish_exporting()
    (row,) = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    assert tuple(row) == FIELDS
    assert row["title"] == "'=Bắc Kạn phát huy tính chủ động"
    assert json.loads(row["images"]) == [
        {"url": "https://tuyengiao.vn/a.jpg", "caption": "Quang cảnh hội nghị"}
    ]
