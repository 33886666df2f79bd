"""A handful of articles as spiders would read them, for the tests of search, export and commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from archive import database
from archive.metadata.findings import (
    Citation,
    Evidence,
    KindFinding,
    Metadata,
    Part,
    PersonMention,
    ProvinceFinding,
    Span,
    TopicFinding,
)
from archive.readings import (
    Attachment,
    Image,
    Precision,
    PrintedDate,
    Reading,
)
from archive.store import Outcome, Store
from archive.timezone import VIETNAM


def moment(text: str) -> datetime:
    """Read ``2021-05-04 17:29`` as Vietnam time."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def printed(text: str, precision: Precision, raw: str, rule: str = "date-line") -> PrintedDate:
    return PrintedDate(moment(text), precision, raw, rule)


def words(text: str, part: Part = Part.BODY, start: int = 0) -> tuple[Evidence, ...]:
    """Evidence of one place."""
    return (Evidence(text, Span(part, start, start + len(text))),)


def about(
    province: str | None = None,
    rule: str = "site",
    *topics: str,
    evidence: str = "Bắc Kạn",
    version: str = "samples/1",
) -> Metadata:
    """Metadata of an article that is about one province, and has some topics."""
    found = ProvinceFinding(province, 1.0, rule, words(evidence, Part.SITE)) if province else None
    return Metadata(
        version=version,
        provinces=(found,) if found else (),
        topics=tuple(
            TopicFinding(topic, round(0.9 - place / 10, 1), "keywords", words(topic))
            for place, topic in enumerate(topics)
        ),
        kind=KindFinding("tin", 0.8, "default", ()),
    )


#: What the fixture ``run`` gives: the command line to exit code, standard output, standard error.
Run = Callable[..., tuple[int, str, str]]

FIRST_RUN = moment("2026-11-20 01:30")
SECOND_RUN = moment("2026-11-21 01:30")

ELECTION = Reading(
    url="http://tuyengiao.vn/bac-kan-day-manh-tuyen-truyen-bau-cu-133321",
    key="tuyengiao.vn:133321",
    site="tuyengiao.vn",
    spider="bac_kan",
    fetched_at=FIRST_RUN,
    parser="TuyenGiaoPage/1",
    title="Bắc Kạn: Đẩy mạnh tuyên truyền bầu cử ở 100% chi bộ",
    lead="Đảng bộ tỉnh Bắc Kạn đang tập trung tuyên truyền cuộc bầu cử.",
    body=[
        "Ban Tuyên giáo Tỉnh uỷ đã ban hành hướng dẫn số 115-HD/BTGTU gửi các cấp uỷ trực thuộc về "
        "công tác tuyên truyền bầu cử đại biểu Quốc hội khóa XV và đại biểu Hội đồng nhân dân.",
        "Kết quả bước đầu",
        "Bà H’Lim Niê cho biết: “Đồng bào rất phấn khởi”. Các địa phương đã treo 1.890 băng rôn, "
        "phát 26.472 lượt tin, bài; công tác chuyển đổi số được chú trọng.",
    ],
    headings=[1],
    author="Bích Ngọc",
    organisation="Ban Tuyên giáo Tỉnh ủy Bắc Kạn",
    section="Hoạt động tuyên giáo",
    tags=["bầu cử", "Quốc hội khóa XV"],
    published=printed(
        "2021-05-04 17:29", Precision.MINUTE, "Thứ Ba, 4/5/2021 17:29'(GMT+7)", "tuyengiao:visible"
    ),
    updated=printed("2021-05-05", Precision.DAY, "5/5/2021"),
    images=[
        Image("http://tuyengiao.vn/Uploads/1.jpg", "Quang cảnh hội nghị"),
        Image("http://tuyengiao.vn/2.jpg"),
    ],
    attachments=[Attachment("http://tuyengiao.vn/huong-dan.pdf", "Hướng dẫn 115-HD/BTGTU")],
    rules={"title": "h1", "author": "byline", "body": "container"},
    metadata=Metadata(
        version="samples/1",
        provinces=(ProvinceFinding("bac-kan", 1.0, "title", words("Bắc Kạn:", Part.TITLE)),),
        topics=(
            TopicFinding("bau-cu", 0.9, "keywords", words("bầu cử", Part.TITLE, 31)),
            TopicFinding(
                *("hoat-dong-tuyen-giao", 0.8, "section"),
                words("Hoạt động tuyên giáo", Part.SECTION),
            ),
        ),
        kind=KindFinding("tin", 0.7, "form", words("Bà H’Lim Niê cho biết", start=195)),
        citations=(
            Citation(
                printed="hướng dẫn số 115-HD/BTGTU",
                span=Span(Part.BODY, 35, 60),
                type="HD",
                number="115",
                issuer="BTGTU",
                symbol="115-HD/BTGTU",
                province="bac-kan",
                rule="party",
            ),
        ),
        people=(
            PersonMention(
                *("H’Lim Niê", "H’Lim Niê", None, Span(Part.BODY, 198, 207), None, "mr"),
            ),
        ),
    ),
)
INCENSE = Reading(
    url="https://laichau.example.vn/vi/news/tin/dang-huong-1207.html",
    key="laichau.example.vn:1207",
    site="laichau.example.vn",
    spider="lai_chau",
    site_province="lai-chau",
    fetched_at=FIRST_RUN,
    parser="NukeVietPage/1",
    title="Đoàn đại biểu dâng hương tưởng niệm các anh hùng liệt sĩ",
    body=[
        "Sáng 18/7, đoàn đã dâng hương tại nghĩa trang liệt sĩ của tỉnh.",
        "Dự lễ có đông đủ đại biểu.",
    ],
    published=printed("2023-07-18", Precision.DAY, "18/07/2023"),
    rules={"title": "h1"},
    metadata=about("lai-chau", evidence="laichau.example.vn"),
)
OLD_QUANG_TRI = Reading(
    url="https://tinhuyquangtri.vn/hoc-tap-va-lam-theo-bac",
    key="tinhuyquangtri.vn/hoc-tap-va-lam-theo-bac",
    site="tinhuyquangtri.vn",
    spider="quang_tri",
    site_province="quang-tri",
    fetched_at=FIRST_RUN,
    parser="DnnPage/1",
    title="Chuyên đề học tập và làm theo Bác tháng 3",
    body=["Chuyên đề nói về tinh thần tự lực, tự cường của cán bộ, đảng viên."],
    published=printed("2022-03-01", Precision.MONTH, "Tháng 3/2022"),
    metadata=about("quang-tri", "site", "hoc-tap-theo-bac", evidence="tinhuyquangtri.vn"),
)
NEW_QUANG_TRI = Reading(
    url="https://tinhuyquangtri.vn/dai-hoi-dang-bo-tinh-lan-thu-nhat",
    key="tinhuyquangtri.vn/dai-hoi-dang-bo-tinh-lan-thu-nhat",
    site="tinhuyquangtri.vn",
    spider="quang_tri",
    site_province="quang-tri-2025",
    fetched_at=SECOND_RUN,
    parser="DnnPage/1",
    title="Đại hội Đảng bộ tỉnh lần thứ I, nhiệm kỳ 2025-2030",
    body=["Tỉnh ủy họp phiên trù bị của Đại hội.", "Đảng ta luôn coi trọng công tác cán bộ."],
    published=printed("2025-08-15 08:05", Precision.MINUTE, "15/08/2025 08:05"),
    metadata=about("quang-tri-2025", "site", "dai-hoi-dang", evidence="tinhuyquangtri.vn"),
)
UNDATED = Reading(
    url="https://nghean.dcs.vn/vi-vn/tin/bieu-tong-hop-n55",
    key="nghean.dcs.vn:n55",
    site="nghean.dcs.vn",
    spider="nghe_an",
    site_province="nghe-an",
    fetched_at=FIRST_RUN,
    parser="NgheAnPage/1",
    title="- Biểu tổng hợp kết quả bầu cử chi bộ",
    body=["=SUM là công thức; đây là số liệu của Đảng bộ tỉnh."],
    source="Báo Nghệ An",
    source_mark="(TUAG)",
    tables=[[["Chi bộ", "Số phiếu"], ["Hưng Dũng", "97,55%"]]],
    metadata=about("nghe-an", evidence="nghean.dcs.vn"),
)
YEAR_ONLY = Reading(
    url="http://btgtu.binhthuan.dcs.vn/tai-lieu?id=77",
    key="btgtu.binhthuan.dcs.vn:77",
    site="btgtu.binhthuan.dcs.vn",
    spider="binh_thuan",
    fetched_at=FIRST_RUN,
    parser="WebFormsPage/1",
    title="Tài liệu sinh hoạt chi bộ năm 2019",
    body=["Nội dung tài liệu gồm ba phần, dùng cho sinh hoạt chi bộ định kỳ hằng tháng."],
    published=printed("2019-01-01", Precision.YEAR, "Năm 2019"),
)
#: The articles as stored: the first has number 1.
ARTICLES = (ELECTION, INCENSE, OLD_QUANG_TRI, NEW_QUANG_TRI, UNDATED, YEAR_ONLY)
REPRINT = replace(
    ELECTION,
    url="https://nghean.dcs.vn/vi-vn/tin/tuyen-truyen-bau-cu-n56",
    key="nghean.dcs.vn:n56",
    site="nghean.dcs.vn",
    spider="nghe_an",
    site_province="nghe-an",
    title="Tuyên truyền bầu cử ở Bắc Kạn",
    fetched_at=SECOND_RUN,
    published=printed("2021-05-06", Precision.DAY, "6/5/2021"),
)
CHANGED_INCENSE = replace(
    INCENSE,
    fetched_at=SECOND_RUN,
    body=[*INCENSE.body, "Đoàn đã trao quà cho các gia đình chính sách."],
)


def fill(store: Store) -> None:
    """Store the articles, a reprint of the first, and a change of the second."""
    for number, reading in enumerate(ARTICLES, start=1):
        saved = store.save(reading)
        assert (saved.outcome, saved.article_id) == (Outcome.STORED, number)
    assert store.save(REPRINT).outcome is Outcome.DUPLICATE
    assert store.save(CHANGED_INCENSE).outcome is Outcome.REVISED


@contextmanager
def archive_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an archive with the samples, on the database that ``request.param`` names.

    Filling takes longer than most tests that only read, so a module shares one.
    """
    if request.param == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("samples")
        upgraded: Path = request.getfixturevalue("upgraded_sqlite")
        (folder / "archive.db").write_bytes(upgraded.read_bytes())
        yield filled(f"sqlite:///{folder / 'archive.db'}")
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"samples_{request.module.__name__.rpartition('.')[2]}"
    yield filled(server.create(name, template=request.getfixturevalue("upgraded_postgresql")))
    server.drop(name)


def filled(url: str) -> str:
    """Fill an archive, and return its address."""
    engine = database.open_database(url)
    fill(Store(engine))
    engine.dispose()
    return url
