from __future__ import annotations

import io
import re
import struct
import sys
from itertools import pairwise

import pytest

from archive.charts.drawing import _COLOURS, ChartsMissing, Picture, draw, ticks
from archive.charts.series import chart
from archive.charts.wording import Language, Wording
from archive.search.parser import parse
from archive.search.tree import EVERYTHING
from archive.search.trends import By, Frequency, Trend, Unit
from archive.selection import BadRequest
from tests.archive.helpers import refusal

QUERY = '"chuyển đổi số"'


def trend(*rows: Frequency, by: tuple[By, ...] = (By.MONTH,), **changes: object) -> Trend:
    queries = dict.fromkeys((row.query for row in rows), 4)
    values: dict[str, object] = {
        "by": by,
        "unit": Unit.ARTICLES,
        "among": EVERYTHING,
        "total": 1234,
        "first": "2021-01-10",
        "last": "2021-03",
        "found": queries,
        "without_period": 0,
        "found_without_period": dict.fromkeys(queries, 0),
        "rows": rows,
        "names": {By.PROVINCE: {"bac-kan": "Bắc Kạn", "lai-chau": "Lai Châu"}},
    }
    return Trend(**{**values, **changes})  # type: ignore[arg-type]


def row(
    *group: str | None, articles: int | None = 2, total: int = 4, query: str = QUERY
) -> Frequency:
    return Frequency(query, group, articles, None, total)


MONTHS = trend(
    row("2021-01"),
    row("2021-02", articles=None, total=0),
    row("2021-03", articles=0),
    row(None, articles=1),
    without_period=4,
    found_without_period={QUERY: 1},
)
PROVINCES = trend(
    row("bac-kan"),
    row("bac-kan", query="$x$ _y"),
    row("lai-chau"),
    row("lai-chau", query="$x$ _y", articles=4),
    row(None),
    row(None, query="$x$ _y"),
    by=(By.PROVINCE,),
)


def drawn(
    found: Trend, picture: Picture = Picture.SVG, language: Language = Language.ENGLISH
) -> bytes:
    stream = io.BytesIO()
    draw(found, stream, picture, language=language)
    return stream.getvalue()


def test_periods_without_articles_are_gaps_and_articles_without_period_no_point() -> None:
    found = chart(MONTHS)
    assert (found.axis, found.values) == (By.MONTH, ("2021-01", "2021-02", "2021-03"))
    (series,) = found.series
    assert series.name == QUERY
    assert [point and point.articles for point in series.points] == [2, None, 0]


def test_periods_are_the_axis_wherever_they_stand() -> None:
    rows = (row("bac-kan", "2021-01"), row("bac-kan", "2021-02"), row(None, "2021-02"))
    found = chart(trend(*rows, by=(By.PROVINCE, By.MONTH)))
    assert (found.axis, found.values) == (By.MONTH, ("2021-01", "2021-02"))
    assert [one.name for one in found.series] == ["Bắc Kạn", "—"]
    assert found.series[1].points == (None, rows[2])
    both = chart(trend(*rows, row("lai-chau", "2021-01", query="x"), by=(By.PROVINCE, By.MONTH)))
    assert [one.name for one in both.series][-1] == "x, Lai Châu"


def test_two_things_without_periods() -> None:
    rows = (row("bac-kan", "bau-cu"), row("lai-chau", "bau-cu"))
    found = chart(trend(*rows, by=(By.PROVINCE, By.TOPIC)))
    assert (found.axis, found.values) == (By.PROVINCE, ("bac-kan", "lai-chau"))
    assert [one.name for one in found.series] == ["bau-cu"]


@pytest.mark.parametrize("found", [MONTHS, PROVINCES], ids=["lines", "bars"])
@pytest.mark.parametrize("picture", list(Picture))
def test_the_same_figure_is_the_same_file(found: Trend, picture: Picture) -> None:
    first = drawn(found, picture)
    assert first == drawn(found, picture)
    assert b"<dc:date>" not in first


@pytest.mark.parametrize(("number", "months"), [(3, 120), (4, 12)])
def test_no_series_hides_another_of_the_same_rates(number: int, months: int) -> None:
    periods = [f"{2015 + month // 12}-{month % 12 + 1:02}" for month in range(months)]
    queries = [f"từ {query}" for query in range(number)]
    found = trend(*(row(month, articles=0, query=one) for month in periods for one in queries))
    marks = [_marks(drawn(found), colour) for colour in _COLOURS[:number]]
    assert len({height for each in marks for _, height in each}) == 1
    places = [place for each in zip(*marks, strict=True) for place, _ in each]
    assert len(places) == number * months
    apart = [after - before for before, after in pairwise(places)]
    assert min(apart) > 0, "those of a period stand together, in the order of the series"
    between = apart[number - 1 :: number]
    assert max(step for step in apart if step not in between) < min(between)


def _marks(svg: bytes, colour: str) -> list[tuple[float, float]]:
    """Where the marks of a series stand in a figure, but for that of the legend."""
    found = re.findall(
        rf'<use [^>]*x="([0-9.]+)" y="([0-9.]+)" style="fill: {colour.lower()}', svg.decode()
    )
    return [(float(x), float(y)) for x, y in found][:-1]


@pytest.mark.parametrize("language", list(Language))
def test_a_figure_says_what_it_shows(language: Language) -> None:
    source = Wording(MONTHS, language, 1000).source(gaps=True)
    text = drawn(MONTHS, language=language).decode()
    assert text.startswith("<?xml")
    assert source.replace('"', "&quot;") in text or source in text


@pytest.mark.parametrize(
    ("language", "source"),
    [
        (
            Language.ENGLISH,
            '"chuyển đổi số": 4 of 1,234 articles. Articles: all of the archive, published 2021-01-10 '
            "to 2021-03. Thin lines: 95\u00a0% intervals (Wilson). No point: the archive has no article. "
            "Not shown, as no month is known: 4 articles, of which match: 1.",
        ),
        (
            Language.VIETNAMESE,
            '"chuyển đổi số": 4 trên 1.234 bài. Các bài: toàn bộ kho lưu trữ, đăng từ 2021-01-10 đến '
            "2021-03. Vạch mảnh: khoảng tin cậy 95\u00a0% (Wilson). Không có điểm: kho lưu trữ không có "
            "bài. Không thể hiện vì không rõ tháng: 4 bài, trong đó khớp: 1.",
        ),
    ],
)
def test_sources(language: Language, source: str) -> None:
    assert Wording(MONTHS, language, 1000).source(gaps=True) == source


def test_the_source_of_chosen_and_of_undated_articles() -> None:
    among = parse("topic:bau-cu date:2021")
    found = trend(row("2021-01"), unit=Unit.HITS, among=among)
    assert Wording(found, Language.ENGLISH, 1).source(gaps=True) == (
        '"chuyển đổi số": 4 of 1,234 articles. Articles: topic:bau-cu date:2021-01-01..2021-12-31, '
        "published 2021-01-10 to 2021-03."
    )
    undated = trend(row("bac-kan"), by=(By.PROVINCE,), first=None, last=None, unit=Unit.HITS)
    assert Wording(undated, Language.ENGLISH, 1).source(gaps=False).endswith(", all undated.")


def test_numbers_are_written_as_the_language_does() -> None:
    written = [Wording(MONTHS, language, 1000).number(1234.5) for language in Language]
    assert written == ["1,234.5", "1.234,5"]


def test_a_png_is_large_enough_for_print() -> None:
    png = drawn(MONTHS, Picture.PNG)
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (1800, 1000)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (trend(row(None)), "nothing to draw"),
        (trend(by=(By.TOPIC,)), "nothing to draw"),
        (trend(*(row("2021-01", query=str(number)) for number in range(9))), "at most 8 lines"),
        (trend(*(row(str(number)) for number in range(121)), by=(By.SITE,)), "or 120 bars"),
    ],
)
def test_what_cannot_be_drawn(found: Trend, message: str) -> None:
    assert message in refusal(lambda: drawn(found), BadRequest)


def test_without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    message = refusal(lambda: drawn(MONTHS), ChartsMissing)
    assert "run `pip install -e '.[charts]'` in the folder of this program" in message


@pytest.mark.parametrize(
    ("axis", "values", "labels"),
    [
        (By.MONTH, ["2021-11", "2021-12", "2022-01"], ["2021-11", "2021-12", "2022-01"]),
        (By.YEAR, ["2019", "2020", "2021"], ["2019", "2020", "2021"]),
        (By.YEAR, list(map(str, range(1990, 2030))), list(map(str, range(1990, 2030, 5)))),
    ],
)
def test_labels_of_periods(axis: By, values: list[str], labels: list[str]) -> None:
    found = ticks(axis, values)
    assert list(found.values()) == labels
    assert [values[place] for place in found] == labels


def test_many_months_are_labelled_by_their_years() -> None:
    months = [f"{year}-{month:02}" for year in range(2015, 2026) for month in range(1, 13)]
    assert ticks(By.MONTH, months) == {12 * place: str(2015 + place) for place in range(11)}
    assert list(ticks(By.MONTH, months[:24]).values())[:3] == ["2015-01", "2015-03", "2015-05"]
