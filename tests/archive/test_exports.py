from __future__ import annotations

import contextlib
import csv as standard_csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from archive import database
from archive.exports import csv, jsonl, records
from archive.exports.files import UnwritableFile, whole_bytes, whole_file, whole_folder
from archive.exports.readings import record_of_reading
from archive.exports.records import FIELDS, count, read, read_by_id
from archive.metadata.findings import (
    KindFinding,
    Metadata,
    ProvinceFinding,
    Span,
    TopicFinding,
)
from archive.readings import PrintedDate, Reading
from archive.selection import BadRequest, Selection
from archive.store import Outcome, Store
from tests.archive import samples
from tests.archive.helpers import capture

FIELDS_OF_THE_DESIGN = """
    id url site spider title lead body author organisation source source_mark section tags
    published_at published_precision published_raw published_rule updated_at province
    province_today provinces topics kind citations people metadata_version images attachments tables
    headings duplicates parser rules first_seen_at last_seen_at revision cluster_id capture
"""
CITATION = (
    *("type", "number", "issuer", "symbol", "term", "issued_on", "printed", "rule", "misprint"),
    "same_as",
)
PROVINCES = {
    "bac-kan": ("Bắc Kạn", "Thái Nguyên"),
    "lai-chau": ("Lai Châu", "Lai Châu"),
    "quang-tri": ("Quảng Trị", "Quảng Trị"),
    "quang-tri-2025": ("Quảng Trị", "Quảng Trị"),
    "nghe-an": ("Nghệ An", "Nghệ An"),
}
TOPICS = {
    "bau-cu": "Bầu cử",
    "hoat-dong-tuyen-giao": "Hoạt động tuyên giáo",
    "hoc-tap-theo-bac": "Học tập và làm theo Bác",
    "dai-hoi-dang": "Đại hội Đảng",
}


@pytest.fixture(scope="module")
def archive(archive_url: str) -> Iterator[Engine]:
    engine = database.open_database(archive_url, read_only=True)
    yield engine
    engine.dispose()


def published(date: PrintedDate | None) -> dict[str, str | None]:
    names = ("published_at", "published_precision", "published_raw", "published_rule")
    if date is None:
        return dict.fromkeys(names)
    values = (date.value.isoformat(), str(date.precision), date.raw, date.rule)
    return dict(zip(names, values, strict=True))


def place(span: Span) -> dict[str, Any]:
    return {"part": span.part.value, "start": span.start, "end": span.end}


def reasons(finding: ProvinceFinding | TopicFinding | KindFinding) -> dict[str, Any]:
    evidence = [{"words": e.words, **place(e.span)} for e in finding.evidence]
    return {"score": finding.score, "rule": finding.rule, "evidence": evidence}


def truth(number: int, reading: Reading) -> dict[str, Any]:
    """The export of an article, from what was read."""
    found = reading.metadata or Metadata(version="")
    names = PROVINCES[found.provinces[0].province] if found.provinces else (None, None)
    return {
        "id": number,
        "url": reading.url,
        "site": reading.site,
        "spider": reading.spider,
        "title": reading.title,
        "lead": reading.lead,
        "body": "\n\n".join(reading.body),
        "author": reading.author,
        "organisation": reading.organisation,
        "source": reading.source,
        "source_mark": reading.source_mark,
        "section": reading.section,
        "tags": reading.tags,
        **published(reading.published),
        "updated_at": reading.updated and reading.updated.value.isoformat(),
        "province": names[0],
        "province_today": names[1],
        "provinces": [
            {
                "id": province.province,
                "name": PROVINCES[province.province][0],
                "today": PROVINCES[province.province][1],
                **reasons(province),
            }
            for province in found.provinces
        ],
        "topics": [
            {"id": topic.topic, "name": TOPICS[topic.topic], **reasons(topic)}
            for topic in found.topics
        ],
        "kind": found.kind and {"id": "tin", "name": "Tin tức", **reasons(found.kind)},
        "citations": [
            {
                "document": "Hướng dẫn 115-HD/BTGTU Bắc Kạn",
                **{name: getattr(citation, name) for name in CITATION},
                "province": "Bắc Kạn",
                "edition": None,
                **place(citation.span),
            }
            for citation in found.citations
        ],
        "people": [
            {
                **{name: getattr(person, name) for name in ("name", "full_name", "title", "rule")},
                **place(person.span),
            }
            for person in found.people
        ],
        "metadata_version": found.version or None,
        "images": [asdict(image) for image in reading.images],
        "attachments": [asdict(file) for file in reading.attachments],
        "tables": reading.tables,
        "headings": reading.headings,
        "duplicates": [],
        "parser": reading.parser,
        "rules": reading.rules,
        "first_seen_at": reading.fetched_at.isoformat(),
        "last_seen_at": reading.fetched_at.isoformat(),
        "revision": 1,
        "cluster_id": None,
        "capture": None,
    }


def test_the_capture_is_one_value_to_cite(store: Store, engine: Engine) -> None:
    fetched = capture(samples.ELECTION, offset=12345)
    store.save(samples.ELECTION, fetched)
    (exported,) = read(engine, Selection())
    assert exported["capture"] == (
        "bac_kan/bac_kan-20261120T013000000-00001.warc.gz@12345 2026-11-20T01:30:00+07:00"
    )
    assert record_of_reading(samples.ELECTION, fetched)["capture"] == exported["capture"]


def all_truth() -> list[dict[str, Any]]:
    exported = [truth(number, reading) for number, reading in enumerate(samples.ARTICLES, start=1)]
    reprint = samples.REPRINT
    exported[0]["duplicates"] = [
        {
            "url": reprint.url,
            "site": reprint.site,
            "title": reprint.title,
            "author": reprint.author,
            "organisation": reprint.organisation,
            "section": reprint.section,
            **published(reprint.published),
            "first_seen_at": reprint.fetched_at.isoformat(),
            "last_seen_at": reprint.fetched_at.isoformat(),
        }
    ]
    changed = samples.CHANGED_INCENSE
    exported[1] |= {
        "body": "\n\n".join(changed.body),
        "last_seen_at": changed.fetched_at.isoformat(),
        "revision": 2,
    }
    return exported


def test_the_fields_are_those_of_the_design() -> None:
    assert FIELDS_OF_THE_DESIGN.split() == list(FIELDS)


def test_json_lines_hold_the_truth(archive: Engine) -> None:
    stream = io.StringIO()
    assert jsonl.write(read(archive, Selection()), stream) == len(samples.ARTICLES)
    lines = stream.getvalue().splitlines()
    assert [json.loads(line) for line in lines] == all_truth()
    assert all(tuple(json.loads(line)) == FIELDS for line in lines)
    assert "Bắc Kạn: Đẩy mạnh" in lines[0]


def test_dates_have_their_zone_or_are_null(archive: Engine) -> None:
    dates = [article["published_at"] for article in read(archive, Selection())]
    assert dates[0] == "2021-05-04T17:29:00+07:00"
    assert dates[4] is None


def test_csv_holds_the_same_for_spreadsheets(archive: Engine) -> None:
    stream = io.StringIO(newline="")
    assert csv.write(read(archive, Selection()), stream) == len(samples.ARTICLES)
    text = stream.getvalue()
    assert text.encode().startswith(b"\xef\xbb\xbfid,url,")
    rows = list(standard_csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    for row, expected in zip(rows, all_truth(), strict=True):
        for name, value in expected.items():
            shown = row[name].removeprefix("'")
            if isinstance(value, str):
                assert shown == value
            else:
                assert (json.loads(shown) if shown else None) == value


@pytest.mark.parametrize(
    "text",
    [*("=1+1", "+84 2", "- Biểu", "@a"), *("＝1+1", "＋84", "－1", "＠a"), *("\tx", "\rx", "\n=1")],
)
def test_csv_cells_never_start_a_formula(archive: Engine, text: str) -> None:
    (article,) = read_by_id(archive, [1])
    stream = io.StringIO(newline="")
    csv.write([{**article, "title": text}], stream)
    row = list(standard_csv.reader(io.StringIO(stream.getvalue(), newline="")))[1]
    assert row[FIELDS.index("title")] == "'" + text


@pytest.mark.parametrize("text", ["=1+1", "+84 2", "- Biểu", "@a", '=HYPERLINK("x";"y")', "-1,2"])
def test_csv_lists_and_what_is_in_them_never_start_a_formula(archive: Engine, text: str) -> None:
    (article,) = read_by_id(archive, [1])
    topic: Any = {**article["topics"][0], "name": text}
    changes: Any = {"tags": [text], "topics": [topic], "tables": [[[text]]], "rules": {text: text}}
    stream = io.StringIO(newline="")
    csv.write([{**article, **changes}], stream)
    (row,) = standard_csv.DictReader(
        io.StringIO(stream.getvalue().removeprefix(csv.BYTE_ORDER_MARK), newline="")
    )
    for name, value in changes.items():
        assert row[name].startswith(("[", "{"))
        assert json.loads(row[name]) == value


def test_an_empty_selection_gives_only_the_header(archive: Engine) -> None:
    nothing = Selection(province="Hà Nội")
    lines, table = io.StringIO(), io.StringIO(newline="")
    assert (
        jsonl.write(read(archive, nothing), lines) == csv.write(read(archive, nothing), table) == 0
    )
    assert lines.getvalue() == ""
    assert table.getvalue() == "\ufeff" + ",".join(FIELDS) + "\r\n"
    assert count(archive, nothing) == 0


def test_articles_come_in_the_order_asked_for(archive: Engine) -> None:
    assert [article["id"] for article in read_by_id(archive, iter([5, 1, 99, 3]))] == [5, 1, 3]


def test_an_unknown_site_is_an_error_before_anything_is_written(archive: Engine) -> None:
    with pytest.raises(BadRequest, match="unknown site"):
        next(read(archive, Selection(site="vietnamnet.vn")))


def test_an_export_is_one_state_of_the_archive(
    engine: Engine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_BATCH", 1)
    samples.fill(store)
    articles = read(engine, Selection())
    exported = [next(articles)]
    name = "tinhuyquangtri.vn/khac"
    moved = replace(samples.OLD_QUANG_TRI, key=name, url=f"https://{name}")
    assert store.save(moved).outcome is Outcome.DUPLICATE
    store.save(replace(samples.YEAR_ONLY, title="Tài liệu đã sửa"))
    store.save(replace(samples.UNDATED, key="nghean.dcs.vn:n58", body=["Bài mới của Tỉnh ủy."]))
    exported += articles
    assert exported == all_truth()
    assert count(engine, Selection()) == len(exported) + 1


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "bài.jsonl"
    target.write_text("cũ")
    with whole_file(target) as stream:
        stream.write("mới")
        stream.flush()
        assert target.read_text() == "cũ"
    assert target.read_text() == "mới"
    assert list(tmp_path.iterdir()) == [target]


def test_bytes_appear_when_they_are_whole(tmp_path: Path) -> None:
    target = tmp_path / "bài.parquet"
    with whole_bytes(target) as stream:
        stream.write(b"m")
        assert not target.exists()
    assert target.read_bytes() == b"m"
    with contextlib.suppress(KeyboardInterrupt), whole_bytes(target) as stream:
        raise KeyboardInterrupt
    assert target.read_bytes() == b"m"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "bản"
    with contextlib.suppress(KeyboardInterrupt), whole_folder(target) as folder:
        (folder / "bài").write_text("dở")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    with whole_folder(target) as folder:
        (folder / "bài").write_text("mới")
        assert not target.exists()
    assert (target / "bài").read_text() == "mới"
    with pytest.raises(UnwritableFile, match="is there already"), whole_folder(target):
        pass
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_folder_takes_no_others_name(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "bản"
    if kind == "file":
        target.write_text("cũ")
    else:
        target.symlink_to(tmp_path / "không có")
    with pytest.raises(UnwritableFile, match="is there already"), whole_folder(target):
        pass
    assert list(tmp_path.iterdir()) == [target]


def test_a_broken_export_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "bài.jsonl"
    target.write_text("cũ")
    with contextlib.suppress(KeyboardInterrupt), whole_file(target) as stream:
        stream.write("mới")
        raise KeyboardInterrupt
    assert target.read_text() == "cũ"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    target, link = tmp_path / "bài.jsonl", tmp_path / "mới nhất.jsonl"
    link.symlink_to(target)
    with whole_file(link) as stream:
        stream.write("mới")
    assert link.is_symlink()
    assert target.read_text() == "mới"
    with whole_file(Path("/dev/null")) as stream:
        stream.write("mới")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("không có/bài.csv", "No such file or directory"),
        (".", "Is a directory"),
        ("/dev/full", "No space left on device"),
        ("bài" * 100, "File name too long"),
    ],
)
def test_a_file_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnwritableFile, match=reason), whole_file(Path(path)) as stream:
        stream.write("mới")
    assert list(tmp_path.iterdir()) == []
