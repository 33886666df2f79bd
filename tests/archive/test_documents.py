from __future__ import annotations

from datetime import date

import pytest

from archive.documents import Document, documents_of, wanted
from archive.metadata.citations import find_citations
from archive.metadata.findings import ArticleText
from archive.selection import BadRequest


def document(text: str, province: str | None = "lai-chau") -> Document:
    (found,) = documents_of(find_citations(ArticleText(title="", body=text), province))
    return found


@pytest.mark.parametrize(
    ("text", "edition", "name"),
    [
        ("Chỉ thị 05-CT/TW (khóa XII)", "XII", "Chỉ thị 05-CT/TW (khóa XII)"),
        # Of a national body, the day says which term it was.
        ("Chỉ thị 05-CT/TW ngày 15/5/2016", "XII", "Chỉ thị 05-CT/TW (khóa XII)"),
        ("Chỉ thị 35-CT/TW ngày 30/5/2019", "XII", "Chỉ thị 35-CT/TW (khóa XII)"),
        ("Chỉ thị 35-CT/TW ngày 14/6/2024", "XIII", "Chỉ thị 35-CT/TW (khóa XIII)"),
        ("Hướng dẫn 86-HD/BTGTW ngày 30/11/2018", "XII", "Hướng dẫn 86-HD/BTGTW (khóa XII)"),
        ("Chỉ thị 05-CT/TW", None, "Chỉ thị 05-CT/TW"),
        # Before the terms that are known, the day itself.
        ("Chỉ thị 100-CT/TW ngày 13/1/1981", "1981-01-13", "Chỉ thị 100-CT/TW (ngày 13/1/1981)"),
        # Nobody knows here when a province's terms began.
        ("Nghị quyết 04-NQ/TU (khóa XIV)", "XIV", "Nghị quyết 04-NQ/TU Lai Châu (khóa XIV)"),
        (
            "Nghị quyết 04-NQ/TU ngày 08/12/2021",
            "2021-12-08",
            "Nghị quyết 04-NQ/TU Lai Châu (ngày 8/12/2021)",
        ),
        ("Nghị quyết 04-NQ/TU", None, "Nghị quyết 04-NQ/TU Lai Châu"),
        ("Thông tri 11-TT/TU", None, "Thông tri 11-TT/TU Lai Châu"),
        # The state counts by years.
        ("Chỉ thị 16/CT-TTg ngày 31/3/2020", "2020", "Chỉ thị 16/CT-TTg (năm 2020)"),
        ("Chỉ thị 16/CT-TTg", None, "Chỉ thị 16/CT-TTg"),
        ("Thông tư 25/2024/TT-BTC", "2024", "Thông tư 25/2024/TT-BTC"),
        ("Nghị quyết 202/2025/QH15", "2025", "Nghị quyết 202/2025/QH15"),
        ("Nghị quyết 788/NQ-UBTVQH14", "14", "Nghị quyết 788/NQ-UBTVQH14"),
        ("Nghị quyết Trung ương 4 (khóa XII)", "XII", "Nghị quyết Trung ương 4 (khóa XII)"),
        ("Nghị quyết Đại hội XIII của Đảng", "XIII", "Nghị quyết Đại hội XIII"),
        (
            "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XIV",
            "XIV",
            "Nghị quyết Đại hội Đảng bộ tỉnh Lai Châu lần thứ XIV",
        ),
        ("Chỉ thị 05", None, "Chỉ thị 05"),
    ],
)
def test_edition_and_name(text: str, edition: str | None, name: str) -> None:
    found = document(text)
    assert (found.edition, found.name) == (edition, name)


def test_a_congress_of_a_municipality_is_named_so() -> None:
    name = document("Nghị quyết Đại hội Đảng bộ thành phố lần thứ XVI", "hai-phong").name
    assert name == "Nghị quyết Đại hội Đảng bộ thành phố Hải Phòng lần thứ XVI"


def test_a_term_and_a_day_of_it_are_one_document() -> None:
    texts = ("Chỉ thị 05-CT/TW (khóa XII)", "5-CT/TW ngày 15/5/2016", "Chỉ thị 05-CT/TVV khóa 12")
    assert {document(text).key for text in texts} == {"CT|05|TW|05-CT/TW||XII"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chỉ thị 35-CT/TW ngày 30/5/2019", "Chỉ thị 35-CT/TW ngày 14/6/2024"),
        ("Chỉ thị 35-CT/TW ngày 30/5/2019", "Chỉ thị 35-CT/TW"),
        ("Chỉ thị 16/CT-TTg ngày 31/3/2020", "Chỉ thị 16/CT-TTg ngày 5/6/2021"),
        ("Nghị quyết 04-NQ/TU của Tỉnh ủy Trà Vinh", "Nghị quyết 04-NQ/TU của Tỉnh ủy Bến Tre"),
        ("Nghị quyết Trung ương 4 khóa XI", "Nghị quyết Trung ương 4 khóa XII"),
        ("Quy định 208-QĐ/TW", "Quyết định 208-QĐ/TW"),
        ("Chỉ thị 05", "Nghị quyết 05"),
    ],
)
def test_two_documents(one: str, other: str) -> None:
    assert document(one).key != document(other).key


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 35-NQ/TW ngày 22/10/2018 ... sau một năm, Nghị quyết 35 ...",
        "Đưa Nghị quyết 35 vào cuộc sống. Nghị quyết số 35-NQ/TW ngày 22/10/2018 nêu rõ",
    ],
)
def test_a_resumed_reference_is_the_same_document(text: str) -> None:
    first, second = documents_of(find_citations(ArticleText(title="", body=text)))
    assert first == second


def test_terms_begin_on_the_last_day_of_a_congress() -> None:
    before = document("Kết luận 01-KL/TW ngày 31/1/2021")
    after = document("Kết luận 01-KL/TW ngày 1/2/2021")
    assert (before.edition, after.edition) == ("XII", "XIII")


@pytest.mark.parametrize(
    ("typed", "symbol", "edition"),
    [
        ("05-CT/TW", "05-CT/TW", None),
        ("05 CT TW", "05-CT/TW", None),
        ("ct 05/tw", "05-CT/TW", None),
        ("05cttw", "05-CT/TW", None),
        ("5-ct/tw", "05-CT/TW", None),
        ("Chỉ thị 05-CT/TW", "05-CT/TW", None),
        ("chi thi so 05 tw khoa xii", "05-CT/TW", "XII"),
        ("05-CT/TW ngày 15/5/2016", "05-CT/TW", "XII"),
        ("NQTW4", "NQTW4", None),
        ("nq tw 4 khoa xii", "NQTW4", "XII"),
        ("Nghị quyết Trung ương 4 (khóa XII)", "NQTW4", "XII"),
        ("Nghị quyết Đại hội XIII", "NQĐH", "XIII"),
        ("208 qd tw", "208-QĐ/TW", None),
        ("16 ct ttg", "16/CT-TTg", None),
        ("100 2019 nd cp", "100/2019/NĐ-CP", "2019"),
        ("202/2025/qh15", "202/2025/QH15", "2025"),
        ("118 kh btgtu", "118-KH/BTGTU", None),
        ("Chỉ thị 05", None, None),
        ("chi thi 05", None, None),
    ],
)
def test_what_a_person_asks_for(typed: str, symbol: str | None, edition: str | None) -> None:
    found = wanted(typed)
    assert (found.symbol, found.edition) == (symbol, edition)


@pytest.mark.parametrize("typed", ["", "lorem ipsum", "Bộ Chính trị", "2021", "tw"])
def test_what_names_no_document(typed: str) -> None:
    with pytest.raises(BadRequest, match="names no document: write its symbol, '05-CT/TW'"):
        wanted(typed)


def test_the_day_of_a_document_is_not_the_articles() -> None:
    article = ArticleText(title="", body="Chỉ thị 35-CT/TW", published=date(2024, 7, 1))
    (found,) = documents_of(find_citations(article))
    assert found.edition is None
