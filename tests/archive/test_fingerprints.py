from __future__ import annotations

import pytest

from archive.fingerprints import SHORT, text_digest

LONG = (
    "Sáng 5/3, tại thành phố Bắc Kạn, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị báo cáo viên tháng 3. "
    "Đồng chí Trưởng ban hóa giải nhiều vướng mắc, đánh giá kết quả công tác quý I và triển khai nhiệm "
    "vụ quý II năm 2018 của toàn ngành."
)
SHORT_TEXT = "Xem tệp đính kèm."


def digest(
    body: str = LONG,
    *,
    title: str = "Hội nghị",
    lead: str | None = None,
    mark: str | None = None,
    cells: tuple[str, ...] = (),
    files: tuple[str, ...] = (),
) -> str:
    return text_digest(
        title=title, lead=lead, body=body, source_mark=mark, cells=cells, files=files
    )


@pytest.mark.parametrize(
    "reprint",
    [
        pytest.param(LONG.replace("Tỉnh ủy", "Tỉnh uỷ").replace("hóa", "hoá"), id="tone placement"),
        pytest.param(LONG.upper(), id="capitals"),
        pytest.param(LONG.removesuffix(".") + "./.", id="end mark"),
        pytest.param(
            LONG.replace(", ", " – ").replace(". ", "…\n\n"), id="punctuation, paragraphs"
        ),
        pytest.param("(TUAG)- " + LONG, id="agency in brackets"),
        pytest.param("(Thanhuytphcm.vn) - " + LONG, id="agency host"),
        pytest.param("TCCSĐT - " + LONG, id="agency in capitals"),
        pytest.param("YênBái - " + LONG, id="agency as one word"),
        pytest.param("Bản tin Tuyên giáo: " + LONG, id="agency as the page object names it"),
    ],
)
def test_reprint_has_the_same_digest(reprint: str) -> None:
    assert digest(reprint, mark="Bản tin Tuyên giáo:") == digest()


def test_title_of_a_long_text_and_place_of_the_lead_do_not_matter() -> None:
    first, _, rest = LONG.partition(". ")
    assert digest(rest, lead=first + ".", title="Báo cáo viên họp", files=("a.pdf",)) == digest()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(LONG.replace("quý II", "quý III"), id="word"),
        pytest.param(LONG.replace("5/3", "6/3"), id="number"),
        pytest.param(LONG.replace("kết quả", "ket qua"), id="diacritics"),
        pytest.param("Huế - " + LONG, id="place in front is no agency"),
    ],
)
def test_other_text_has_another_digest(other: str) -> None:
    assert digest(other) != digest()


def test_cells_of_tables_are_part_of_the_text() -> None:
    assert digest(cells=("97,55%",)) != digest(cells=("98,1%",))


@pytest.mark.parametrize(
    ("one", "other"),
    [({"title": "Lịch tuần 12"}, {"title": "Lịch tuần 13"}), ({"files": ("12.pdf",)}, {})],
    ids=["title", "files"],
)
def test_short_texts_are_told_apart_by_title_and_files(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert digest(SHORT_TEXT, **one) != digest(SHORT_TEXT, **other)  # type: ignore[arg-type]
    assert digest(SHORT_TEXT, **one) == digest(SHORT_TEXT.upper(), **one)  # type: ignore[arg-type]


@pytest.mark.parametrize(("length", "same"), [(SHORT - 1, False), (SHORT, True)])
def test_limit_of_short_texts(length: int, same: bool) -> None:
    body = "chi " * length
    assert (digest(body, title="Một") == digest(body, title="Hai")) is same
