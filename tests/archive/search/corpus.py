"""A small archive of random articles, and each of them as the reference of search sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from archive.documents import documents_of
from archive.metadata.citations import find_citations
from archive.metadata.findings import ArticleText, ProvinceFinding
from archive.readings import Precision, PrintedDate, Reading
from archive.search.matching import Document
from archive.search.tree import Field
from archive.search.words import author_passages, body_passages
from archive.timezone import VIETNAM
from tests.archive.samples import FIRST_RUN, about, words

#: As words stand in texts, other spellings of the ones that random queries look for among them.
PRINTED = (
    *("Đảng", "đang", "dang", "BỘ", "bo", "tỉnh", "Tỉnh", "uỷ", "ủy", "uy", "tuyên", "tuyển"),
    *("H’Lim", "05-CT/TW", "05", "nghệ.Ban", "–"),
)
PROVINCES = ("bac-kan", "thai-nguyen", "quang-tri", "quang-tri-2025")
TOPICS = ("bau-cu", "khoa-giao")
SITES = {"bac_kan": "tuyengiao.vn", "lai_chau": "laichau.example.vn"}
#: A text for each field that names something in the corpus.
NAMES = {
    Field.PROVINCE: "Quảng Trị",
    Field.PROVINCE_TODAY: "Thái Nguyên",
    Field.TOPIC: "bau-cu",
    Field.KIND: "tin",
    Field.SITE: "tuyengiao.vn",
    Field.CITES: "5-CT/TW",
}


def readings(seed: int, number: int) -> Iterator[Reading]:
    """Yield random articles, no two with the same text."""
    random = Random(seed)
    for place in range(number):
        spider = random.choice(list(SITES))
        reading = Reading(
            url=f"https://{SITES[spider]}/{place}",
            key=f"{SITES[spider]}:{place}",
            site=SITES[spider],
            spider=spider,
            fetched_at=FIRST_RUN,
            parser="Test/1",
            title="",
        )
        yield changed(reading, random, place)


def changed(reading: Reading, random: Random, number: int) -> Reading:
    """Return an article at the same address with everything else made anew."""
    provinces = random.sample(PROVINCES, random.choice((0, 1, 1, 2)))
    metadata = about(None, "site", *random.sample(TOPICS, random.choice((0, 1, 2))))
    metadata = replace(
        metadata,
        kind=metadata.kind if random.random() < 0.7 else None,
        provinces=tuple(ProvinceFinding(one, 1.0, "text", words(one)) for one in provinces),
        citations=_CITATIONS[int(random.random() * len(_CITATIONS))],
    )
    return replace(
        reading,
        title=f"{_text(random, 1, 6)} {number}",
        lead=random.choice((None, _text(random, 1, 8))),
        body=[
            *(_text(random, 0, 12) or "…" for _ in range(random.choice((0, 1, 2, 4)))),
            f"số {number}",
        ],
        author=random.choice((None, _text(random, 1, 2))),
        organisation=random.choice((None, _text(random, 1, 3))),
        published=_date(random),
        metadata=metadata,
    )


# Documents of one symbol in two editions and in an unknown one, one without a symbol, and another.
_CITATIONS = [
    find_citations(ArticleText(title="", body=body))
    for body in (
        *("", "", "", "Chỉ thị 05-CT/TW", "Chỉ thị 05-CT/TW (khóa XII)", "Chỉ thị 05"),
        "Chỉ thị 05-CT/TW (khóa XI), Nghị quyết 04-NQ/TW",
    )
]


def _text(random: Random, least: int, most: int) -> str:
    return " ".join(random.choices(PRINTED, k=random.randint(least, most)))


def _date(random: Random) -> PrintedDate | None:
    if random.random() < 0.15:
        return None
    moment = datetime(2020, 1, 1, tzinfo=VIETNAM) + timedelta(days=random.randrange(800))
    precision = random.choice(list(Precision))
    match precision:
        case Precision.MINUTE:
            moment = moment.replace(hour=random.choice((0, 9, 23)), minute=random.choice((0, 59)))
        case Precision.MONTH:
            moment = moment.replace(day=1)
        case Precision.YEAR:
            moment = moment.replace(month=1, day=1)
    return PrintedDate(moment, precision, "x", "x")


def document(reading: Reading) -> Document:
    """Return an article as the reference sees it."""
    metadata = reading.metadata
    assert metadata is not None
    provinces = frozenset(found.province for found in metadata.provinces)
    return Document(
        title=reading.title,
        body=tuple(body_passages(reading.lead, reading.body_text)),
        author=tuple(author_passages(reading.author, reading.organisation)),
        published=None if reading.published is None else _days(reading.published),
        properties={
            Field.PROVINCE: provinces,
            Field.PROVINCE_TODAY: provinces,
            Field.TOPIC: frozenset(found.topic for found in metadata.topics),
            Field.KIND: frozenset([metadata.kind.kind] if metadata.kind else ()),
            Field.SITE: frozenset([reading.site]),
            Field.CITES: frozenset(one.key for one in documents_of(metadata.citations)),
        },
    )


def _days(printed: PrintedDate) -> tuple[date, date]:
    first = printed.value.date()
    match printed.precision:
        case Precision.MONTH:
            after = (first + timedelta(days=31)).replace(day=1)
        case Precision.YEAR:
            after = first.replace(year=first.year + 1)
        case _:
            after = first + timedelta(days=1)
    return first, after - timedelta(days=1)
