"""Bibliographic records, read again by readers that know nothing of how they were written."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from sqlalchemy import Engine

from archive import database
from archive.exports import bibtex, csl, ris
from archive.exports.records import ExportedArticle, read
from archive.selection import Selection

NASTY = "“Đường\tlối” {mở}, 100% & $5 #1 a_b ~ ^ \\ = }{\nER  - \nTY  - BOOK"
# What of it stays in one line.
FLAT = "“Đường lối” {mở}, 100% & $5 #1 a_b ~ ^ \\ = }{ ER - TY - BOOK"


@pytest.fixture(scope="module")
def articles(archive_url: str) -> Iterator[list[ExportedArticle]]:
    engine: Engine = database.open_database(archive_url, read_only=True)
    yield list(read(engine, Selection()))
    engine.dispose()


def changed(article: ExportedArticle, **changes: Any) -> ExportedArticle:
    return {**article, **changes}  # type: ignore[typeddict-item]


def as_csl(*articles: ExportedArticle) -> list[dict[str, Any]]:
    stream = io.StringIO()
    assert csl.write(articles, stream) == len(articles)
    items: list[dict[str, Any]] = json.loads(stream.getvalue())
    return items


def as_bibtex(*articles: ExportedArticle) -> list[Entry]:
    stream = io.StringIO()
    assert bibtex.write(articles, stream) == len(articles)
    library = parse_string(stream.getvalue())
    assert not library.failed_blocks
    return library.entries


def as_ris(*articles: ExportedArticle) -> list[dict[str, Any]]:
    stream = io.StringIO(newline="")
    assert ris.write(articles, stream) == len(articles)
    text = stream.getvalue()
    assert text.count("\n") == text.count("\r\n")
    records: list[dict[str, Any]] = rispy.loads(text)
    return records


def plain(field: str) -> str:
    """What TeX would print of a field: an independent, slow reading of our escapes."""
    words = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}"}
    words |= {"textasciitilde": "~", "textasciicircum": "^"}
    result, place = "", 0
    while place < len(field):
        character = field[place]
        place += 1
        if character in "{}":
            continue
        if character != "\\":
            assert character not in "#$%&_~^", field
            result += character
        elif field[place] in "#$%&_":
            result += field[place]
            place += 1
        else:
            end = field.index("}", place)
            result += words[field[place:end]]
            place = end
    return result


def test_csl_json_holds_what_the_page_prints(articles: list[ExportedArticle]) -> None:
    items = as_csl(*articles)
    assert items[0] == {
        "id": "bac_kan-1",
        "type": "webpage",
        "title": "Bắc Kạn: Đẩy mạnh tuyên truyền bầu cử ở 100% chi bộ",
        "author": [{"literal": "Bích Ngọc"}],
        "container-title": "tuyengiao.vn",
        "publisher": "Ban Tuyên giáo Tỉnh ủy Bắc Kạn",
        "issued": {"date-parts": [[2021, 5, 4]]},
        "accessed": {"date-parts": [[2026, 11, 20]]},
        "URL": "http://tuyengiao.vn/bac-kan-day-manh-tuyen-truyen-bau-cu-133321",
        "language": "vi",
        "keyword": "Bầu cử; Hoạt động tuyên giáo",
        "note": "Article 1 of the archive, state 1",
    }
    assert len({item["id"] for item in items}) == len(items)


def test_a_date_is_no_more_exact_than_printed(articles: list[ExportedArticle]) -> None:
    dates = [item.get("issued", {}).get("date-parts") for item in as_csl(*articles)]
    assert dates == [[[2021, 5, 4]], [[2023, 7, 18]], [[2022, 3]], [[2025, 8, 15]], None, [[2019]]]
    fields = [entry.fields_dict for entry in as_bibtex(*articles)]
    found = [entry["date"].value if "date" in entry else None for entry in fields]
    assert found == ["2021-05-04", "2023-07-18", "2022-03", "2025-08-15", None, "2019"]
    records = as_ris(*articles)
    assert [record.get("date") for record in records] == [
        *("2021/05/04/", "2023/07/18/", "2022/03//", "2025/08/15/", None, "2019///"),
    ]
    assert [record.get("year") for record in records] == [
        *("2021", "2023", "2022", "2025", None, "2019"),
    ]


def test_bibtex_is_read_again(articles: list[ExportedArticle]) -> None:
    (entry,) = as_bibtex(articles[0])
    assert (entry.entry_type, entry.key) == ("online", "bac_kan-1")
    assert {field.key: field.value for field in entry.fields} == {
        "title": r"{Bắc Kạn: Đẩy mạnh tuyên truyền bầu cử ở 100\% chi bộ}",
        "author": "{Bích Ngọc}",
        "organization": "{Ban Tuyên giáo Tỉnh ủy Bắc Kạn}",
        "howpublished": "tuyengiao.vn",
        "date": "2021-05-04",
        "year": "2021",
        "url": "http://tuyengiao.vn/bac-kan-day-manh-tuyen-truyen-bau-cu-133321",
        "urldate": "2026-11-20",
        "language": "vi",
        "langid": "vietnamese",
        "keywords": "Bầu cử, Hoạt động tuyên giáo",
        "note": "Article 1 of the archive, state 1",
    }


def test_ris_is_read_again(articles: list[ExportedArticle]) -> None:
    (record,) = as_ris(articles[0])
    assert record == {
        "type_of_reference": "ELEC",
        "id": "bac_kan-1",
        "title": "Bắc Kạn: Đẩy mạnh tuyên truyền bầu cử ở 100% chi bộ",
        "authors": ["Bích Ngọc"],
        "secondary_title": "tuyengiao.vn",
        "publisher": "Ban Tuyên giáo Tỉnh ủy Bắc Kạn",
        "year": "2021",
        "date": "2021/05/04/",
        "urls": ["http://tuyengiao.vn/bac-kan-day-manh-tuyen-truyen-bau-cu-133321"],
        "access_date": "2026/11/20/",
        "language": "vi",
        "keywords": ["Bầu cử", "Hoạt động tuyên giáo"],
        "notes": ["Article 1 of the archive, state 1"],
    }


def test_nothing_in_a_text_breaks_a_record(articles: list[ExportedArticle]) -> None:
    nasty = changed(articles[0], title=NASTY, author=NASTY, organisation=NASTY)
    pair = (nasty, articles[1])
    assert [item["title"] for item in as_csl(*pair)] == [FLAT, articles[1]["title"]]
    entries = as_bibtex(*pair)
    assert len(entries) == 2
    fields = {field.key: field.value for field in entries[0].fields}
    for name in ("title", "author", "organization"):
        assert plain(fields[name]) == FLAT
    records = as_ris(*pair)
    assert [record["title"] for record in records] == [FLAT, articles[1]["title"]]
    assert records[0]["type_of_reference"] == "ELEC"


@pytest.mark.parametrize("author", ["Lan Anh, Thu Hà", "Nguyễn Văn An and Bình", "H’Lim Niê"])
def test_a_name_is_never_taken_apart(articles: list[ExportedArticle], author: str) -> None:
    article = changed(articles[0], author=author)
    assert as_csl(article)[0]["author"] == [{"literal": author}]
    (entry,) = as_bibtex(article)
    assert entry.fields_dict["author"].value == f"{{{author}}}"
    assert as_ris(article)[0]["authors"] == [author.replace(",", ";")]


def test_keywords_are_the_topics(articles: list[ExportedArticle]) -> None:
    topic = {**articles[0]["topics"][0], "name": "Y tế - phòng, chống dịch"}
    article = changed(articles[0], topics=[topic, articles[0]["topics"][1]])
    assert as_csl(article)[0]["keyword"] == "Y tế - phòng, chống dịch; Hoạt động tuyên giáo"
    assert as_ris(article)[0]["keywords"] == ["Y tế - phòng, chống dịch", "Hoạt động tuyên giáo"]
    fields = as_bibtex(article)[0].fields_dict
    assert fields["keywords"].value == "Y tế - phòng chống dịch, Hoạt động tuyên giáo"


def test_an_address_stays_one(articles: list[ExportedArticle]) -> None:
    article = changed(articles[0], url="http://a.vn/x?b=1&c=%C4%90_{2}\\ #d")
    expected = "http://a.vn/x?b=1&c=%C4%90_%7B2%7D%5C%20#d"
    assert as_csl(article)[0]["URL"] == expected
    assert as_bibtex(article)[0].fields_dict["url"].value == expected
    assert as_ris(article)[0]["urls"] == [expected]


def test_the_note_names_the_capture(articles: list[ExportedArticle]) -> None:
    capture = "a/a-1.warc.gz@12 2026-11-20T01:30:00+07:00"
    article = changed(articles[0], capture=capture, revision=2)
    note = f"Article 1 of the archive, state 2; capture {capture}"
    assert as_csl(article)[0]["note"] == note
    assert plain(as_bibtex(article)[0].fields_dict["note"].value) == note
    assert as_ris(article)[0]["notes"] == [note]


def test_nothing_found_is_an_empty_bibliography() -> None:
    assert as_csl() == []
    assert as_bibtex() == []
    assert as_ris() == []
