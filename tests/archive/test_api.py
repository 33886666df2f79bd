"""The archive in Python: `Archive`, on both databases."""

from __future__ import annotations

import doctest
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, assert_type

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import archive
from archive import api, database, filters, found, frames
from archive.api import Archive
from archive.citations import Citing
from archive.errors import ArchiveError, DatabaseMissing, DatabaseNotUpgraded, UnknownArticle
from archive.exports.records import FIELDS, ExportedArticle, read_by_id
from archive.found import Found
from archive.reprints.listing import Version
from archive.search.counting import Count, Step
from archive.search.trends import Trend
from archive.selection import MOST, BadRequest
from tests.archive.samples import moment


@pytest.fixture
def opened(archive_url: str) -> Iterator[Archive]:
    """The samples, opened."""
    with Archive.open(archive_url) as opened:
        yield opened


# --- Opening --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "module", [api, found, filters, frames], ids=lambda module: module.__name__
)
def test_examples(module: ModuleType, opened: Archive, archive_url: str) -> None:
    result = doctest.testmod(module, extraglobs={"archive": opened, "url": archive_url})
    assert result.failed == 0
    assert bool(result.attempted) == (module in (api, found))


def test_every_method_has_an_example() -> None:
    methods = {name for name in vars(Archive) if not name.startswith("_")} - {"close"}
    shown = {
        test.name.rpartition(".")[2]
        for test in doctest.DocTestFinder().find(Archive)
        if test.examples
    }
    assert shown == methods


def test_name_in_the_package() -> None:
    assert archive.Archive is Archive
    with pytest.raises(AttributeError, match="no attribute 'Archiv'"):
        getattr(archive, "Archiv")  # noqa: B009


def test_importing_the_package_imports_nothing_else() -> None:
    program = "import sys, archive; print(sorted({'sqlalchemy', 'archive.api'} & set(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"


def test_data_frames_are_imported_when_they_are_made() -> None:
    program = "import sys, archive.api; print({'pandas', 'polars', 'pyarrow'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "set()\n"


def test_a_file_is_opened_by_its_path(
    upgraded_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(database.VARIABLE, raising=False)
    Path("archive.db").write_bytes(upgraded_sqlite.read_bytes())
    for location in (None, "archive.db", Path("archive.db"), tmp_path / "archive.db"):
        with Archive.open(location) as opened:
            assert opened.count() == 0


def test_the_address_of_the_command_line_is_the_default(
    archive_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(database.VARIABLE, archive_url)
    with Archive.open() as opened:
        assert opened.count() == 6


def test_no_archive(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing, match="there is no archive at"):
        Archive.open(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "empty.db").touch()
    with pytest.raises(DatabaseNotUpgraded, match="run `archive upgrade`"):
        Archive.open(tmp_path / "empty.db")


def test_nothing_can_be_changed(opened: Archive) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), opened.engine.begin() as connection:
        connection.execute(text("DELETE FROM articles"))
    assert opened.count() == 6


# --- Articles -------------------------------------------------------------------------------------


def test_types_for_users(opened: Archive) -> None:
    """Checked by mypy, as the programs of users are."""
    result = opened.search("bầu cử", order="relevance", province="Bắc Kạn", since=date(2021, 1, 1))
    assert_type(result, Found)
    assert_type(list(result), list[ExportedArticle])
    assert_type([opened.similar(article["id"]) for article in result], list[Found])
    assert_type(opened.get(1)["citations"][0]["symbol"], str | None)
    assert_type(opened.iterate(topic="bau-cu", expand=True), Iterator[ExportedArticle])
    assert_type(opened.count(), int)
    assert_type(opened.facets(fields=["year"]), dict[str, list[Count]])
    assert_type(opened.timeline(by="year"), list[Step])
    assert_type(opened.trend("bầu cử", by=["year", "province"]), Trend)
    assert_type(opened.citations("115-HD/BTGTU"), list[Citing])
    assert_type(opened.reprints(1), list[Version])
    assert_type(opened.to_polars(), pl.DataFrame)


def test_articles_are_those_of_the_export(opened: Archive) -> None:
    whole = list(read_by_id(opened.engine, [4, 2, 3, 1, 6, 5]))
    assert list(opened.search()) == whole
    assert list(opened.iterate()) == whole
    assert opened.get(2) == whole[1]
    assert [hit.id for hit in opened.search().hits] == [article["id"] for article in whole]


def test_pages_of_results(opened: Archive) -> None:
    assert [hit.id for hit in opened.search(limit=2, offset=1).hits] == [2, 3]
    assert len(opened.search(limit=None)) == 6
    assert len(opened.search("đảng", limit=MOST, offset=MOST, order="relevance")) == 0


def test_articles_are_read_when_they_are_asked_for(
    opened: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def reading(engine: object, ids: Any) -> Iterator[ExportedArticle]:
        for number in ids:
            read.append(number)
            yield from read_by_id(opened.engine, [number])

    monkeypatch.setattr(api, "read_by_id", reading)
    articles = opened.iterate()
    assert read == []
    next(articles)
    assert read == [4]
    next(iter(opened.search()))
    assert read == [4, 4]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({"province": "quảng trị"}, [4, 3]),
        ({"province_today": "Thái Nguyên"}, [1]),
        ({"since": "2022-03", "until": date(2023, 7, 18)}, [2, 3]),
        ({"since": 2023}, [4, 2]),
        ({"since": moment("2023-07-18 12:00"), "until": moment("2023-07-18 06:00")}, [2]),
        ({"until": 2019}, [6]),
        ({"topic": "bau-cu", "kind": "tin", "site": "bac_kan"}, [1]),
        ({"site": None, "since": None}, [4, 2, 3, 1, 6, 5]),
    ],
)
def test_options_are_those_of_the_command_line(
    opened: Archive, options: Any, ids: list[int]
) -> None:
    assert [article["id"] for article in opened.iterate(**options)] == ids
    assert opened.count(**options) == len(ids)
    assert sum(count.articles for count in opened.facets(None, ["site"], **options)["site"]) == len(
        ids
    )


def test_abbreviations_are_expanded_on_demand(opened: Archive) -> None:
    assert opened.count("HĐND") == 0
    assert opened.count("HĐND", expand=True) == 1
    assert len(opened.search("HĐND", expand=True)) == 1
    assert opened.trend("HĐND", by="province").found == {"HĐND": 0}
    assert opened.trend("HĐND", by="province", expand=True).found == {"HĐND": 1}


def test_trends_compare_queries_within_the_articles_that_are_meant(opened: Archive) -> None:
    trend = opened.trend(["bầu cử", "đảng"], by=["province", "year"], unit="hits", until=2021)
    assert trend.total == 2
    assert trend.found == {"bầu cử": 1, "đảng": 1}
    assert {row.group for row in trend.rows} >= {("bac-kan", "2021")}
    assert max(row.hits or 0 for row in trend.rows) > 1


def test_snippets_of_what_is_like_an_article_mark_nothing(opened: Archive) -> None:
    like = opened.similar(1)
    assert len(like) > 0
    assert "**" not in like.snippet(opened.get(1))


def test_marks_of_snippets(opened: Archive) -> None:
    result = opened.search("dâng hương")
    (article,) = result
    assert "<b>dâng</b> <b>hương</b>" in result.snippet(article, ("<b>", "</b>"))


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda a: a.get(99), UnknownArticle, "there is no article 99: a search gives the numbers"),
        (lambda a: a.get(2**40), UnknownArticle, f"there is no article {2**40}"),
        (lambda a: a.get(0), UnknownArticle, "there is no article 0"),
        (lambda a: a.similar(2**40), UnknownArticle, f"there is no article {2**40}"),
        (lambda a: a.reprints(99), UnknownArticle, "there is no article 99"),
        (lambda a: a.search('"bầu cử'), BadRequest, "column 1: the closing quotation mark is"),
        (lambda a: a.iterate("a OR"), BadRequest, "column 3: nothing follows this OR"),
        (lambda a: a.count(province="Bắc Cực"), BadRequest, "Bắc Cực"),
        (lambda a: a.search("x", order="best"), BadRequest, "unknown order 'best'; known are date"),
        (lambda a: a.facets(fields=["tags"]), BadRequest, "unknown facet 'tags'; known are prov"),
        (lambda a: a.timeline(by="day"), BadRequest, "unknown period 'day'; known are month, year"),
        (lambda a: a.trend("x", by="day"), BadRequest, "unknown group 'day'; known are month"),
        (lambda a: a.trend("x", unit="words"), BadRequest, "unknown unit 'words'"),
        (lambda a: a.count(since="mai"), BadRequest, "'mai' is not a date: write YYYY-MM-DD"),
        (lambda a: a.count(since=2022, until=2021), BadRequest, "ends .* before it begins"),
        (lambda a: a.count(until=date.max), BadRequest, "'9999-12-31' is not a date: write YYYY"),
        (lambda a: a.citations("x"), BadRequest, "'x' names no document"),
        (lambda a: a.to_pandas(columns=["name"]), BadRequest, "no field 'name'; they have id, url"),
    ],
)
def test_what_a_person_gets_wrong_is_one_clear_line(
    opened: Archive, call: Callable[[Any], object], kind: type[ArchiveError], message: str
) -> None:
    with pytest.raises(kind, match=message) as caught:
        call(opened)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "call",
    [
        lambda a: a.search(provice="Bắc Kạn"),
        lambda a: a.iterate(limit=2),
        lambda a: a.count(provice="Bắc Kạn"),
        lambda a: a.concordance("đảng", topics="bau-cu"),
        lambda a: a.facets(topics="bau-cu"),
        lambda a: a.timeline(expanded=True),
        lambda a: a.trend("đảng", provinse="Bắc Kạn"),
        lambda a: a.trend("đảng", expnd=True),
        lambda a: a.to_pandas(until_=2019),
        lambda a: a.to_polars(column=["id"]),
    ],
)
def test_a_misspelled_option_is_no_search_for_everything(
    opened: Archive, call: Callable[[Any], object]
) -> None:
    known = "known are province, province_today, since, until, topic, kind, site, expand"
    with pytest.raises(BadRequest, match=rf"^unknown option '\w+'; {known}$"):
        call(opened)


def test_a_query_is_expanded_where_there_is_one(opened: Archive) -> None:
    untyped: Any = opened
    with pytest.raises(BadRequest, match=r"unknown option 'expand'; known are .*, kind, site$"):
        untyped.citations("115-HD/BTGTU", expand=True)


@pytest.mark.parametrize("limit", [-1, 0, MOST + 1, 10**30])
@pytest.mark.parametrize(
    "call",
    [
        lambda a, n: a.search("đảng", limit=n),
        lambda a, n: a.similar(1, limit=n),
        lambda a, n: a.concordance("đảng", limit=n),
        lambda a, n: a.to_pandas(limit=n),
        lambda a, n: a.to_polars(limit=n),
    ],
)
def test_a_limit_is_a_number_from_1(
    opened: Archive, call: Callable[[Any, int], object], limit: int
) -> None:
    with pytest.raises(BadRequest) as caught:
        call(opened, limit)
    assert str(caught.value) == f"limit is {limit}: write 1 to 1,000,000,000, or None for all"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda a: a.search(offset=-1), "offset is -1: write 0 to 1,000,000,000"),
        (lambda a: a.search(offset=10**30), f"offset is {10**30}: write 0"),
        (lambda a: a.concordance("đảng", width=-1), "width is -1: write 0"),
    ],
)
def test_other_numbers_have_their_bounds(
    opened: Archive, call: Callable[[Any], object], message: str
) -> None:
    with pytest.raises(BadRequest, match=message):
        call(opened)


# --- Data frames ----------------------------------------------------------------------------------


def test_pandas_columns_have_their_types(opened: Archive) -> None:
    frame = opened.to_pandas()
    assert tuple(frame.columns) == FIELDS
    types = frame.dtypes.astype(str)
    moments = [name for name in FIELDS if name.endswith("_at")]
    assert set(types[moments]) == {"datetime64[us, Asia/Ho_Chi_Minh]"}
    assert set(types[["id", "revision", "cluster_id"]]) == {"Int64"}
    assert set(types[["title", "author", "province", "capture"]]) == {"str"}
    first = frame.set_index("id").loc[1]
    assert first["published_at"].isoformat() == "2021-05-04T17:29:00+07:00"
    assert first["tags"] == ["bầu cử", "Quốc hội khóa XV"]
    assert first["topics"] == opened.get(1)["topics"]
    assert frame["published_at"].isna().sum() == 1
    assert frame["author"].isna().sum() == 5


def test_polars_columns_have_their_types(opened: Archive) -> None:
    frame = opened.to_polars()
    assert tuple(frame.columns) == FIELDS
    assert frame.schema["published_at"] == pl.Datetime("us", "Asia/Ho_Chi_Minh")
    assert frame.schema["tags"] == pl.List(pl.String)
    assert frame.schema["revision"] == pl.Int64
    first = frame.filter(pl.col("id") == 1).row(0, named=True)
    assert first["published_at"].isoformat() == "2021-05-04T17:29:00+07:00"
    assert first["topics"] == opened.get(1)["topics"]
    assert frame["published_at"].null_count() == 1


@pytest.mark.parametrize("name", ["to_pandas", "to_polars"])
def test_columns_and_limit(opened: Archive, name: str) -> None:
    frame = getattr(opened, name)(columns=["site", "id"], limit=2, since=2021)
    assert list(frame.columns) == ["site", "id"]
    assert list(frame["id"]) == [4, 2]


def test_frames_without_rows_have_the_same_types(opened: Archive) -> None:
    assert opened.to_pandas("zzzz").dtypes.equals(opened.to_pandas().dtypes)
    assert opened.to_polars("zzzz").schema == opened.to_polars().schema
    assert len(opened.to_pandas("zzzz")) == len(opened.to_polars("zzzz")) == 0


def test_frames_of_what_a_search_ranked(opened: Archive) -> None:
    result = opened.search("chi bộ", order="relevance")
    assert list(frames.to_pandas(result, ["id"])["id"]) == [hit.id for hit in result.hits]
    assert frames.to_polars(result, ["id"])["id"].to_list() == [hit.id for hit in result.hits]


def test_sql_with_pandas(opened: Archive) -> None:
    frame = pd.read_sql("SELECT site, articles FROM coverage WHERE year = 2021", opened.engine)
    assert set(frame["site"]) == {"tuyengiao.vn", "nghean.dcs.vn"}


@pytest.mark.parametrize(
    ("missing", "call", "extra"),
    [
        ("pandas", "to_pandas", "pandas"),
        ("polars", "to_polars", "polars"),
        ("pyarrow", "to_polars", "polars"),
    ],
)
def test_without_the_package(
    opened: Archive, monkeypatch: pytest.MonkeyPatch, missing: str, call: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(frames.MissingPackage) as caught:
        getattr(opened, call)()
    assert str(caught.value) == (
        f"this needs {extra}, which is not installed: "
        f"run `pip install -e '.[{extra}]'` in the folder of this program"
    )
