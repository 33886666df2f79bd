"""Rows of documents made at random of types, bodies, days, terms and subjects, and what is right of them.

The conventions are those of ``docs/evaluation.md``: what stands behind a document is its own, or its
list's, and what enacts the first one is said of all that its body enacts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest

from tests.archive.metadata.citations.showing import PROVINCE, cited

_ROWS = 100
_ON = date(2023, 1, 1)
_FIRST_DAY = date(2016, 2, 1)
# Word and code of the types that a body issues; the body's names; the form of its symbols.
_TYPES = {
    "TW": "Nghị quyết NQ|Chỉ thị CT|Kết luận KL|Quy định QĐ|Hướng dẫn HD|Thông báo kết luận TB",
    "TU": "Nghị quyết NQ|Chỉ thị CT|Kế hoạch KH|Chương trình hành động CTr|Công văn CV|Đề án ĐA",
    "BTGTU": "Hướng dẫn HD|Công văn CV|Báo cáo BC",
    "HU": "Nghị quyết NQ|Kế hoạch KH",
    "TTg": "Quyết định QĐ|Chỉ thị CT|Công điện CĐ",
    "UBND": "Quyết định QĐ|Kế hoạch KH|Chỉ thị CT",
}
_BODIES = {
    "TW": ("Bộ Chính trị", "Ban Bí thư Trung ương Đảng", "BCH Trung ương"),
    "TU": ("Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", "Ban Chấp hành Đảng bộ tỉnh", "Tỉnh ủy Bình Định"),
    "BTGTU": ("Ban Tuyên giáo Tỉnh ủy",),
    "HU": ("Huyện ủy", "Huyện ủy Tây Sơn"),
    "TTg": ("Thủ tướng Chính phủ", "Thủ tướng"),
    "UBND": ("UBND tỉnh", "Chủ tịch UBND tỉnh"),
}
_TERMS = {"TU": "XIX", "HU": "XXIV"}
_OF_PROVINCE = ("TU", "BTGTU", "UBND")
_FAMILIES = (("TW",), ("TU",), ("TW", "TU", "BTGTU", "UBND"), ("HU", "TU"), ("TTg", "UBND", "TU"))
_DAYS = ("ngày {0.day:02d}/{0.month}/{0.year}", "ngày {0.day} tháng {0.month} năm {0.year}")
_SUBJECTS = (
    *("về chuyển đổi số", "về du lịch giai đoạn 2021 - 2025", "“Về tăng cường quản lý đất đai”"),
    *("nhằm nâng cao chất lượng sinh hoạt chi bộ", "về kỷ niệm 75 năm Ngày 27/7 (27/7/1947 - 27/7/2022)"),
)  # fmt: skip


@dataclass
class _Document:
    """A document of a row, with what is right of it."""

    issuer: str
    word: str
    code: str
    numbers: list[str]
    day: date | None = None
    dated: bool = False
    term: str | None = None
    named: bool = False
    subject: bool = False
    printed: str = field(default="")

    def labels(self) -> list[str]:
        """Return it as `cited` shows it."""
        kind = "QyĐ" if self.word == "Quy định" else self.code
        form = "{}/{}-{}" if self.issuer in ("TTg", "UBND") else "{}-{}/{}"
        said = (self.term, self.day and self.day.isoformat())
        place = f"@{PROVINCE}" if self.issuer in _OF_PROVINCE else None
        return [
            " ".join(
                part
                for part in (kind, form.format(number, self.code, self.issuer), *said, place)
                if part
            )
            for number in self.numbers
        ]


def _day(random: Random) -> date:
    return _FIRST_DAY + timedelta(days=random.randrange(1800))


def _term(issuer: str, day: date | None) -> str:
    if issuer != "TW":
        return _TERMS[issuer]
    return "XIII" if day and day >= date(2021, 2, 1) else "XII"


def _document(random: Random, issuer: str, numbers: list[str], *, enacted: bool) -> _Document:
    word, _, code = random.choice(_TYPES[issuer].split("|")).rpartition(" ")
    made = _Document(issuer, word, code, numbers)
    form = "{}/{}-{}" if issuer in ("TTg", "UBND") else "{}-{}/{}"
    printed = random.choice((", ", ", số ")).join(numbers[:-1])
    printed += " và " if printed else ""
    printed = (
        f"{word} {random.choice(('số ', ''))}{printed}{form.format(numbers[-1], code, issuer)}"
    )
    if random.random() < 0.6:
        made.day, made.dated = _day(random), True
        printed += random.choice((" ", ", ")) + random.choice(_DAYS).format(made.day)
    if not enacted and random.random() < 0.5:
        made.named = True
        printed += f" của {random.choice(_BODIES[issuer])}"
        if issuer in ("TW", *_TERMS) and random.random() < 0.4:
            made.term = _term(issuer, made.day)
            printed += random.choice((" (khóa {})", " khóa {}", ", khóa {}")).format(made.term)
    if random.random() < 0.3:
        made.subject = True
        printed += f" {random.choice(_SUBJECTS)}"
    made.printed = printed
    return made


def _row(random: Random) -> tuple[str, list[_Document]]:
    """Return a sentence and the documents that it cites."""
    family = random.choice(_FAMILIES)
    enacting = random.choice(family) if random.random() < 0.3 else None
    numbers = [f"{number:02d}" for number in random.sample(range(1, 900), 8)]
    documents = []
    for place in range(random.randint(1, 4)):
        issuer = enacting if enacting and place == 0 else random.choice(family)
        own = [numbers.pop() for _ in range(random.choice((1, 1, 1, 2)))]
        documents.append(_document(random, issuer, own, enacted=issuer == enacting))
    text = "Thực hiện "
    if enacting:
        text = _enact(random, enacting, documents)
    for place, document in enumerate(documents):
        text += document.printed
        if place < len(documents) - 1:
            text += random.choice((", ", "; ", " và "))
    _share(documents)
    return text + random.choice((".", ", các cấp ủy đã vào cuộc.", " tới đảng viên.")), documents


def _enact(random: Random, issuer: str, documents: list[_Document]) -> str:
    """Return what enacts the first documents of a row, and label them."""
    day = _day(random) if random.random() < 0.6 else None
    term = _term(issuer, day) if issuer in ("TW", *_TERMS) and random.random() < 0.4 else None
    for document in documents:
        if document.issuer != issuer:
            break
        document.day = document.day or day
        document.term, document.named = document.term or term, True
    text = f"{random.choice(_DAYS).format(day).capitalize()}, " if day else ""
    text += random.choice(_BODIES[issuer]) + (f" (khóa {term})" if term else "")
    return text + random.choice((" ban hành ", " đã ban hành ", " có ", " đã kịp thời ban hành "))


def _share(documents: list[_Document]) -> None:
    """Give documents the term behind a later one of the row that may be theirs."""
    for place, last in enumerate(documents):
        if last.dated or not last.term or f"khóa {last.term}" not in last.printed:
            continue
        for document in reversed(documents[:place]):
            said = document.named or document.term or document.dated or document.subject
            of_one_type = document.word == last.word or last.issuer != "TW"
            if document.issuer != last.issuer or said or not of_one_type:
                break
            document.term = last.term


@pytest.mark.parametrize("seed", range(4))
def test_rows(seed: int) -> None:
    random = Random(seed)
    for _ in range(_ROWS):
        text, documents = _row(random)
        expected = [label for document in documents for label in document.labels()]
        assert cited(text, on=_ON) == expected, text
