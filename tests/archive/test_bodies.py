from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date

import pytest

from archive.bodies import Body, BodyFunction, Certainty, all_bodies, bodies_of, body_on
from archive.commands.bodies import BodiesFormat, bodies_command
from archive.provinces import UnknownProvince, all_provinces
from archive.selection import BadRequest

COMMITTEE = BodyFunction.COMMITTEE
PROPAGANDA = BodyFunction.PROPAGANDA
MOBILISATION = BodyFunction.MASS_MOBILISATION


@pytest.mark.parametrize(
    ("province", "function", "on", "name"),
    [
        ("bac-giang", PROPAGANDA, "2025-02-28", "Ban Tuyên giáo Tỉnh ủy Bắc Giang"),
        ("bac-giang", PROPAGANDA, "2025-03-01", "Ban Tuyên giáo và Dân vận Tỉnh ủy Bắc Giang"),
        ("bac-giang", PROPAGANDA, "2025-06-30", "Ban Tuyên giáo và Dân vận Tỉnh ủy Bắc Giang"),
        ("bac-giang", PROPAGANDA, "2025-07-01", None),
        ("bac-giang", MOBILISATION, "2025-02-28", "Ban Dân vận Tỉnh ủy Bắc Giang"),
        ("bac-giang", MOBILISATION, "2025-03-01", None),
        ("tien-giang", PROPAGANDA, "2025-02-05", "Ban Tuyên giáo Tỉnh ủy Tiền Giang"),
        ("tien-giang", PROPAGANDA, "2025-02-06", "Ban Tuyên giáo và Dân vận Tỉnh ủy Tiền Giang"),
        ("thai-binh", PROPAGANDA, "2025-02-06", "Ban Tuyên giáo và Dân vận Tỉnh ủy Thái Bình"),
        ("bac-kan", PROPAGANDA, "2025-01-31", "Ban Tuyên giáo Tỉnh ủy Bắc Kạn"),
        ("bac-kan", PROPAGANDA, "2025-02-01", None),
        ("bac-kan", MOBILISATION, "2025-02-01", None),
        ("bac-kan", PROPAGANDA, "2025-06-29", None),
        ("bac-kan", PROPAGANDA, "2025-06-30", "Ban Tuyên giáo và Dân vận Tỉnh ủy Bắc Kạn"),
        ("bac-kan", COMMITTEE, "2010-05-01", "Tỉnh ủy Bắc Kạn"),
        ("cao-bang", PROPAGANDA, "2025-07-01", "Ban Tuyên giáo và Dân vận Tỉnh ủy Cao Bằng"),
        ("cao-bang", COMMITTEE, "2026-01-01", "Tỉnh ủy Cao Bằng"),
        ("thai-nguyen-2025", PROPAGANDA, "2025-06-30", None),
        (
            "thai-nguyen-2025",
            PROPAGANDA,
            "2025-07-01",
            "Ban Tuyên giáo và Dân vận Tỉnh ủy Thái Nguyên",
        ),
        ("thai-nguyen-2025", MOBILISATION, "2026-01-01", None),
        ("thua-thien-hue", PROPAGANDA, "2024-12-31", "Ban Tuyên giáo Tỉnh ủy Thừa Thiên Huế"),
        ("hue", PROPAGANDA, "2025-01-01", "Ban Tuyên giáo Thành ủy Huế"),
        ("hue", COMMITTEE, "2025-01-01", "Thành ủy Huế"),
        ("ho-chi-minh", COMMITTEE, "2020-01-01", "Thành ủy Thành phố Hồ Chí Minh"),
        (None, PROPAGANDA, "2006-12-31", None),
        (None, PROPAGANDA, "2020-01-01", "Ban Tuyên giáo Trung ương"),
        (None, PROPAGANDA, "2025-02-10", None),
        (None, PROPAGANDA, "2025-03-01", "Ban Tuyên giáo và Dân vận Trung ương"),
    ],
)
def test_body_on_a_day(
    province: str | None, function: BodyFunction, on: str, name: str | None
) -> None:
    body = body_on(province, function, date.fromisoformat(on))
    assert (body.name if body else None) == name


def test_every_unit_has_its_bodies() -> None:
    every = all_bodies()
    assert len({body.id for body in every}) == len(every)
    for unit in all_provinces():
        functions = [body.function for body in bodies_of(unit.id)]
        assert functions[0] is COMMITTEE
        assert PROPAGANDA in functions


def test_no_two_bodies_of_a_function_worked_on_one_day() -> None:
    days = [date(2010, 1, 1), *(date(2025, month, 1) for month in range(1, 9)), date(2026, 1, 1)]
    for unit in all_provinces():
        for function in BodyFunction:
            bodies = [body for body in bodies_of(unit.id) if body.function is function]
            for day in days:
                assert sum(body.worked(day) is True for body in bodies) <= 1
                assert sum(body.worked(day) is not False for body in bodies) <= 2


def test_a_day_that_no_source_names_is_a_window() -> None:
    ended, begun = (body for body in bodies_of("son-la") if body.function is PROPAGANDA)
    assert ended.last is not None
    assert begun.first is not None
    assert begun.first.day is None
    assert (begun.first.earliest, begun.first.latest) == (date(2025, 2, 1), date(2025, 6, 30))
    assert (ended.last.earliest, ended.last.latest) == (date(2025, 1, 31), date(2025, 6, 29))
    assert begun.first.certainty is Certainty.BETWEEN
    row = begun.row()
    assert (row["valid_from"], row["from_earliest"], row["from_latest"]) == (
        None,
        date(2025, 2, 1),
        date(2025, 6, 30),
    )
    assert (row["valid_to"], row["to_earliest"], row["to_latest"]) == (None, None, None)


def test_a_named_day_brings_its_source_and_certainty() -> None:
    body = body_on("tien-giang", PROPAGANDA, date(2025, 2, 6))
    assert body is not None
    assert body.first is not None
    assert body.first.certainty is Certainty.ANNOUNCED
    row = body.row()
    assert row["valid_from"] == date(2025, 2, 6)
    assert row["valid_to"] == date(2025, 6, 30)
    assert row["from_earliest"] is None
    assert "first day announced (https://congly.vn/" in str(row["source"])


def test_rows_share_their_columns() -> None:
    assert {tuple(body.row()) for body in all_bodies()} == {
        (
            "id",
            "province_id",
            "function",
            "name",
            "valid_from",
            "valid_to",
            "from_earliest",
            "from_latest",
            "to_earliest",
            "to_latest",
            "source",
        )
    }
    assert all(body.row()["source"] for body in all_bodies())


def test_unknown_unit() -> None:
    with pytest.raises(UnknownProvince, match="did you mean 'Bắc Kạn'"):
        bodies_of("bac-can")


Printed = Callable[..., list[str]]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """Runs the command and gives the lines that it prints."""

    def run(**options: object) -> list[str]:
        bodies_command(**options)  # type: ignore[arg-type]
        return capsys.readouterr().out.splitlines()

    return run


def test_command_lists_a_province(printed: Printed) -> None:
    lines = printed(province="bac giang")
    assert [line.split("  ")[-1].strip() for line in lines[1:]] == [
        "Tỉnh ủy Bắc Giang",
        "Ban Tuyên giáo Tỉnh ủy Bắc Giang",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy Bắc Giang",
        "Ban Dân vận Tỉnh ủy Bắc Giang",
    ]


def test_command_says_what_is_not_certain(printed: Printed) -> None:
    lines = printed(province="Bắc Kạn", on=date(2025, 3, 1))
    assert lines[0].startswith("on 2025-03-01")
    assert [line.split()[0] for line in lines[1:]] == ["yes", "perhaps", "perhaps", "perhaps"]
    assert "2025-02-01..2025-06-30" in lines[3]


def test_command_without_a_province_lists_all(printed: Printed) -> None:
    rows = list(csv.DictReader(printed(on=date(2026, 1, 1), output=BodiesFormat.CSV)))
    committees = [row for row in rows if row["function"] == "committee"]
    assert len(committees) == 34
    assert {row["worked"] for row in rows} == {"yes"}
    assert rows[-1]["name"] == "Ban Tuyên giáo và Dân vận Trung ương"


def test_command_says_when_there_is_none(printed: Printed) -> None:
    assert printed(province="Bắc Kạn", on=date(2026, 1, 1)) == ["No bodies."]


def test_command_refuses_what_is_no_province() -> None:
    with pytest.raises(BadRequest, match="unknown province 'Bac Can1'; did you mean"):
        bodies_command(province="Bac Can1")


def test_ids_tell_province_and_function() -> None:
    bodies: dict[str, Body] = {body.id: body for body in all_bodies()}
    assert bodies["bac-giang:propaganda:2"].name == "Ban Tuyên giáo và Dân vận Tỉnh ủy Bắc Giang"
    assert bodies["centre:mass-mobilisation:1"].province_id is None
