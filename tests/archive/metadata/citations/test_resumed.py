"""References that take up a fuller one of the same article: ``Nghị quyết 35`` after ``35-NQ/TW``."""

from __future__ import annotations

import pytest

from archive.metadata.citations import find_citations
from archive.metadata.findings import ArticleText, Part
from tests.archive.metadata.citations.showing import PROVINCE, shown


@pytest.mark.parametrize(
    ("text", "expected", "same_as"),
    [
        (
            "Nghị quyết số 35-NQ/TW ngày 22/10/2018; sau nửa năm, Nghị quyết 35 đã đi vào đời sống",
            ["NQ 35-NQ/TW 2018-10-22"] * 2,
            [None, 0],
        ),
        (
            "Chỉ thị 05-CT/TW được học tập. Chỉ thị số 05-CT/TW của Bộ Chính trị (khóa XII) nêu rõ",
            ["CT 05-CT/TW", "CT 05-CT/TW XII"],
            [1, None],
        ),
        (
            "Nghị quyết Trung ương 6 (khóa XII) và Nghị quyết Trung ương 6",
            ["NQ NQTW6 XII"] * 2,
            [None, 0],
        ),
        (
            "Quyết định số 238-QĐ/TW ngày 30/9/2020; hướng dẫn thực hiện Quy định 238",
            ["QĐ 238-QĐ/TW 2020-09-30", "QyĐ 238-QĐ/TW 2020-09-30"],
            [None, 0],
        ),
        (
            "Kết luận 54-KL/TW của Bộ Chính trị và Kết luận 54 ngày 9/5/2023",
            ["KL 54-KL/TW", "KL 54-KL/TW 2023-05-09"],
            [None, 0],
        ),
        (
            "Kết luận 54-KL/TW ngày 9/5/2023 và Kết luận 54 ngày 7/8/2019",
            ["KL 54-KL/TW 2023-05-09", "KL (54) 2019-08-07"],
            [None, None],
        ),
        # Which of two is meant, nobody knows.
        (
            "Nghị quyết 20-NQ/TW ngày 01/11/2012, 20-NQ/TW ngày 25/10/2017; Nghị quyết 20",
            ["NQ 20-NQ/TW 2012-11-01", "NQ 20-NQ/TW 2017-10-25", "NQ (20)"],
            [None, None, None],
        ),
        (
            "Chỉ thị 05-CT/TW, Chỉ thị 05-CT/TU và Chỉ thị 05",
            ["CT 05-CT/TW", "CT 05-CT/TU @binh-dinh", "CT (05)"],
            [None, None, None],
        ),
        (
            "Quy định 144-QĐ/TW ngày 9/5/2024; Quy định 144 gồm 6 điều, Quy định 145 gồm 7 điều",
            ["QyĐ 144-QĐ/TW 2024-05-09"] * 2,
            [None, 0],
        ),
        (
            "Đề án 06 theo Quyết định số 06/QĐ-TTg",
            ["ĐA (06)", "QĐ 06/QĐ-TTg"],
            [None, None],
        ),
    ],
)
def test_resumed_references(text: str, expected: list[str], same_as: list[int | None]) -> None:
    found = find_citations(ArticleText(title="", body=text), PROVINCE)
    assert [shown(citation) for citation in found] == expected
    assert [citation.same_as for citation in found] == same_as


def test_title_and_lead_are_read_too() -> None:
    article = ArticleText(
        title="Sơ kết Nghị quyết 35",
        lead="Nghị quyết số 35-NQ/TW ngày 22/10/2018",
        body="Chỉ thị 05-CT/TW",
    )
    found = find_citations(article)
    assert [citation.span.part for citation in found] == [Part.TITLE, Part.LEAD, Part.BODY]
    assert found[0].same_as == 1
