"""The provinces of articles on central sites, and what a finding carries."""

from __future__ import annotations

import csv
import json
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from archive.metadata.findings import ArticleText, Evidence, Part, ProvinceFinding, Span
from archive.metadata.places import find_provinces
from archive.provinces import all_provinces

BEFORE = date(2021, 5, 4)
AFTER = date(2025, 9, 2)
TITLE = "Hội nghị công tác tuyên giáo"


def find(
    title: str = TITLE,
    body: str = "",
    *,
    lead: str | None = None,
    organisation: str | None = None,
    on: date | None = BEFORE,
) -> tuple[ProvinceFinding, ...]:
    text = ArticleText(
        title=title, body=body, lead=lead, organisation=organisation, site="a.vn", published=on
    )
    return find_provinces(text)


def ids(found: tuple[ProvinceFinding, ...]) -> list[str]:
    return [finding.province for finding in found]


@pytest.mark.parametrize(
    ("title", "province", "words"),
    [
        ("Bắc Kạn phát huy tính chủ động, sáng tạo trong tháng 4", "bac-kan", "Bắc Kạn"),
        ("Bắc Cạn phát huy tính chủ động", "bac-kan", "Bắc Cạn"),
        ("Đồng Tháp: Nhiều đổi mới trong công tác xây dựng Đảng", "dong-thap", "Đồng Tháp"),
        ("Vĩnh Phúc: triển khai Nghị quyết 33", "vinh-phuc", "Vĩnh Phúc"),
        ("Yên Bái - Dấu ấn một nhiệm kỳ", "yen-bai", "Yên Bái"),
        ("Hòa Bình 30 năm xây dựng và phát triển", "hoa-binh", "Hòa Bình"),
        ("Hoà Bình: Học Bác mỗi ngày", "hoa-binh", "Hoà Bình"),
        ("HOÀ BÌNH: TỔNG KẾT CÔNG TÁC TUYÊN GIÁO", "hoa-binh", "HOÀ BÌNH"),
        ("BẮC KẠN: TỔNG KẾT CÔNG TÁC TUYÊN GIÁO", "bac-kan", "BẮC KẠN"),
        ("Tỉnh ủy Quảng Trị sơ kết 5 năm", "quang-tri", "Quảng Trị"),
        ("Tỉnh uỷ Tây Ninh tổ chức hội nghị", "tay-ninh", "Tây Ninh"),
        ("Ban Tuyên giáo Tỉnh ủy Lai Châu tập huấn", "lai-chau", "Lai Châu"),
        ("Tuyên giáo Cà Mau đổi mới từ cơ sở", "ca-mau", "Cà Mau"),
        ("Công an tỉnh Sơn La: Đổi mới", "son-la", "Sơn La"),
        ("Thành ủy Hà Nội ban hành chỉ thị", "ha-noi", "Hà Nội"),
        ("TP. Hồ Chí Minh: Tuyên truyền bầu cử", "ho-chi-minh", "TP. Hồ Chí Minh"),
        ("TPHCM: Tuyên truyền bầu cử", "ho-chi-minh", "TPHCM"),
        ("TP.HCM: Tuyên truyền bầu cử", "ho-chi-minh", "TP.HCM"),
        ("Thành ủy TP. Hồ Chí Minh sơ kết", "ho-chi-minh", "TP. Hồ Chí Minh"),
        ("Bà Rịa - Vũng Tàu: Giữ biển", "ba-ria-vung-tau", "Bà Rịa - Vũng Tàu"),
        ("BR-VT: Giữ biển", "ba-ria-vung-tau", "BR-VT"),
        ("Đăk Lăk đẩy mạnh tuyên truyền", "dak-lak", "Đăk Lăk"),
        ("Kontum: Vững bước", "kon-tum", "Kontum"),
        ("T.T.Huế: Giữ gìn di sản", "thua-thien-hue", "T.T.Huế"),
        ("Thừa Thiên - Huế: Giữ gìn di sản", "thua-thien-hue", "Thừa Thiên - Huế"),
        ("Thành ủy Cao Lãnh: Ngồi với dân", "dong-thap", "Cao Lãnh"),
        ("Huyện Chư Păh làm theo Bác", "gia-lai", "Chư Păh"),
        ("Hội Nhà báo Thái Bình tổng kết", "thai-binh", "Thái Bình"),
        ("Gương sáng ở bản làng (Nghệ An)", "nghe-an", "Nghệ An"),
        ("Báo Hải Phòng: 65 năm xây dựng và phát triển", "hai-phong", "Hải Phòng"),
    ],
)
def test_the_title_is_a_province_s(title: str, province: str, words: str) -> None:
    start = title.index(words)
    evidence = (Evidence(words, Span(Part.TITLE, start, start + len(words))),)
    assert find(title) == (ProvinceFinding(province, 1.0, "title", evidence),)


@pytest.mark.parametrize(
    "title",
    [
        "Hòa bình và phát triển ở khu vực",
        "HÒA BÌNH VÀ PHÁT TRIỂN",
        "Thái Bình Dương: Cạnh tranh giữa các nước lớn",
        "Điện Biên Phủ - Thiên sử vàng",
        "Quảng Nam - Đà Nẵng: Ký ức một thời",
        "Đồng Tháp Mười - Mùa nước nổi",
        "Hồ Chí Minh - Người đi tìm hình của nước",
        "Chủ tịch Hồ Chí Minh với công tác tuyên giáo",
        "Đoàn TNCS Hồ Chí Minh: 90 năm xây dựng và trưởng thành",
        "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        "Đường Hồ Chí Minh - Con đường huyền thoại",
        "Báo Hà Nội mới: 65 năm đồng hành",
        "Sông Hương qua những áng thơ",
        "Sông Đồng Nai chảy mãi",
        "Thủy điện Hòa Bình: Công trình thế kỷ",
        "Đại học Thái Nguyên tuyển sinh",
        "Trường Đại học Sư phạm Thái Nguyên tuyển sinh",
        "Cao tốc Hà Nội: Ngày thông xe",
        "Nguyễn Thái Bình: Sống mãi tuổi hai mươi",
        "NGUYỄN THÁI BÌNH: SỐNG MÃI TUỔI HAI MƯƠI",
        "Nhà báo Thái Bình: Viết để sống",
        "Nhà thơ Hà Giang: Viết cho quê hương",
        "Quảng: Một người cán bộ tuyên giáo",
        "TP. Lai Châu: Ra quân tuyên truyền",
        "Thành ủy Lai Châu: Sơ kết công tác tuyên giáo",
        "Bình định lại thị trường",
        "Kỳ Sơn: Đưa thông tin về bản làng",
        "Huyện Kỳ Sơn đưa thông tin về bản làng",
        "Gia Lai, Kon Tum, Đắk Lắk, Đắk Nông, Lâm Đồng: Mùa lễ hội",
        "Hội nghị tại Bến Tre",
        "Việt Nam - Lào: Vun đắp quan hệ hữu nghị",
    ],
)
def test_a_title_that_says_nothing(title: str) -> None:
    assert find(title) == ()


@pytest.mark.parametrize(
    ("title", "provinces"),
    [
        ("Hội nghị ký kết giữa Bắc Kạn và Cao Bằng", ["bac-kan", "cao-bang"]),
        (
            "Ký kết phối hợp giữa Ban Tuyên giáo Tỉnh ủy Cao Bằng và Ban Tuyên giáo Tỉnh ủy Bắc Kạn",
            ["cao-bang", "bac-kan"],
        ),
        ("Thái Nguyên - Bắc Kạn: Ký kết phối hợp", ["thai-nguyen", "bac-kan"]),
        ("Đắk Nông và Bình Thuận trao đổi kinh nghiệm", ["dak-nong", "binh-thuan"]),
        ("Đắk Nông với Tỉnh ủy Bình Thuận ký kết phối hợp", ["dak-nong", "binh-thuan"]),
        ("Gia Lai, Kon Tum, Đắk Lắk ký kết quy chế", ["gia-lai", "kon-tum", "dak-lak"]),
        ("Trao quà cho đồng bào Quảng Bình và Quảng Trị", ["quang-binh", "quang-tri"]),
        ("Hợp nhất Đảng bộ tỉnh Hà Giang và Tuyên Quang", ["ha-giang", "tuyen-quang"]),
        ("Đoàn Bắc Kạn trao đổi kinh nghiệm tại Bến Tre", ["bac-kan", "ben-tre"]),
    ],
)
def test_several_provinces(title: str, provinces: list[str]) -> None:
    found = find(title)
    assert ids(found) == provinces
    assert {finding.rule for finding in found} == {"title"}
    assert sum(finding.score for finding in found) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("line", "province"),
    [
        ("Ban Tuyên giáo Tỉnh ủy Bắc Kạn", "bac-kan"),
        ("BAN TUYÊN GIÁO TỈNH UỶ BẮC KẠN", "bac-kan"),
        ("Trường Chính trị tỉnh Sơn La", "son-la"),
        ("Ban Tuyên giáo Thành ủy Hải Phòng", "hai-phong"),
        ("Ban Tuyên giáo Thành ủy Lai Châu", "lai-chau"),
        ("Ban Tuyên giáo Huyện ủy Kỳ Sơn, Hòa Bình", "hoa-binh"),
        ("Báo Gia Lai", "gia-lai"),
    ],
)
def test_office_line(line: str, province: str) -> None:
    evidence = (Evidence(line, Span(Part.ORGANISATION, 0, len(line))),)
    found = find(organisation=line)
    assert found == (ProvinceFinding(province, 1.0, "organisation", evidence),)


@pytest.mark.parametrize(
    "line",
    [
        "Ban Tuyên giáo Trung ương",
        "Học viện Chính trị quốc gia Hồ Chí Minh",
        "Ban Thanh niên Trung ương Đoàn TNCS Hồ Chí Minh",
        "Trường Đại học Sư phạm Thái Nguyên",
        "Đại học Quốc gia TP. Hồ Chí Minh",
        "Báo Hà Nội mới",
        "Ban Tuyên giáo Tỉnh ủy Bắc Kạn và Ban Tuyên giáo Tỉnh ủy Cao Bằng",
        "",
    ],
)
def test_office_line_that_says_nothing(line: str) -> None:
    assert find(organisation=line) == ()


def test_title_goes_before_office_and_office_before_text() -> None:
    body = "Tỉnh ủy Sơn La họp. Tỉnh ủy Sơn La kết luận. Tỉnh ủy Sơn La giao nhiệm vụ."
    office = "Ban Tuyên giáo Tỉnh ủy Cao Bằng"
    by_title = find("Bắc Kạn: Đổi mới", body, organisation=office)
    by_office = find("Đổi mới", body, organisation=office)
    by_text = find("Đổi mới", body)
    assert ids(by_title + by_office + by_text) == ["bac-kan", "cao-bang", "son-la"]
    assert [f.rule for f in by_title + by_office + by_text] == ["title", "organisation", "text"]


@pytest.mark.parametrize(
    ("parts", "province"),
    [
        ({"title": "Làm việc với Ban Tuyên giáo Tỉnh ủy Bến Tre"}, "ben-tre"),
        ({"lead": "Tỉnh ủy Bến Tre họp.", "body": "Đảng bộ tỉnh Bến Tre có 50 nghìn."}, "ben-tre"),
        ({"title": "Hội nghị tại Bến Tre", "body": "UBND tỉnh Bến Tre báo cáo."}, "ben-tre"),
        (
            {"lead": "Thành phố Hồ Chí Minh ban hành kế hoạch.", "body": "Thành ủy TP.HCM họp."},
            "ho-chi-minh",
        ),
        (
            {
                "lead": "Tỉnh ủy Bến Tre họp, UBND tỉnh Bến Tre báo cáo.",
                "body": "Đoàn học kinh nghiệm của tỉnh Cà Mau.",
            },
            "ben-tre",
        ),
        # The province is named once; what follows says tỉnh, huyện and means it.
        (
            {
                "title": "Chuyện xóm 22",
                "lead": "Không trông chờ, người dân tự làm.",
                "body": "Trở lại Hải Hậu (Nam Định), ai cũng vui. Huyện ủy cử 35 tổ công tác. "
                "Ở xã Hải Đường, đường bê tông sạch đẹp. Huyện ủy đánh giá cao.",
            },
            "nam-dinh",
        ),
        (
            {
                "title": "Kiểm tra khu cách ly ở huyện Hương Sơn",
                "body": "Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh Hà Tĩnh đã đi kiểm tra. Công dân trở về "
                "từ Lào và Bắc Giang.",
            },
            "ha-tinh",
        ),
        # A life is told from where it began.
        (
            {
                "title": "Nguyễn Thái Bình - cánh chim của tuổi trẻ",
                "body": "Cách đây 50 năm, trên chuyến bay từ Hon-nô-lu-lu về Sài Gòn, sinh viên Nguyễn "
                "Thái Bình bị sát hại ngay tại sân bay khi mới 24 tuổi, để lại niềm tiếc thương.\n\n"
                "Anh sinh năm 1948 tại huyện Cần Giuộc, tỉnh Long An. Bên bờ Thái Bình Dương, anh nhớ "
                "quê.\n\nHuyện ủy Cần Giuộc dựng khu lưu niệm, nơi tuổi trẻ trong tỉnh tìm về.",
            },
            "long-an",
        ),
        (
            {
                "title": "“Nghe dân nói”",
                "lead": "Trò chuyện với Phó Trưởng Ban Tuyên giáo Tỉnh ủy Quảng Bình.",
                "body": "Dư luận xã hội ở Quảng Bình. Thường trực Tỉnh ủy sắp xếp. Tỉnh có hướng dẫn.",
            },
            "quang-binh",
        ),
    ],
)
def test_the_text_speaks_of_one_province(parts: dict[str, str], province: str) -> None:
    found = find(parts.get("title", TITLE), parts.get("body", ""), lead=parts.get("lead"))
    assert ids(found) == [province]
    assert found[0].rule == "text"
    assert 0.5 < found[0].score <= 1
    for evidence in found[0].evidence:
        part = parts[evidence.span.part]
        assert part[evidence.span.start : evidence.span.end] == evidence.words


@pytest.mark.parametrize(
    "parts",
    [
        {"body": "Đại diện Tỉnh ủy Bến Tre phát biểu."},
        {"lead": "Tỉnh ủy Bến Tre và Tỉnh ủy Cà Mau họp.", "body": "Tỉnh ủy Cà Mau chủ trì."},
        {"lead": "Các tỉnh Bến Tre, Cà Mau, Sóc Trăng và tỉnh Trà Vinh, Vĩnh Long cùng họp."},
        {"lead": "Đấu tranh chống “diễn biến hòa bình”. " * 5},
        {"lead": "Đồng chí Nguyễn Quảng Trị, đồng chí Nguyễn Thái Bình dự. " * 5},
        {"lead": "Học tập tư tưởng, đạo đức, phong cách Hồ Chí Minh. " * 5},
        {"lead": "Theo Báo Hà Nội mới, chiến dịch Điện Biên Phủ toàn thắng. " * 5},
        {"lead": "Tỉnh ủy Quảng Nam - Đà Nẵng thành lập năm 1975. " * 5},
        {"lead": "Nước Thái Bình Dương và tỉnh Thái Bình Dương không có thật. " * 5},
        {"lead": "Đường Điện Biên, sông Đồng Nai, cầu Cần Thơ, phường Vĩnh Phúc. " * 5},
        {
            "title": "Khai mạc Hội nghị Trung ương 5",
            "body": "Sáng 4/5, tại Thủ đô Hà Nội, khai mạc.",
        },
        {"body": "Cô giáo Nguyễn Thị Bình Định lên núi. Bình Định ở lại, Bình Định dạy học."},
        # A region, its host and its guests.
        {
            "title": "Giao ban công tác tuyên giáo khu vực miền Trung - Tây Nguyên",
            "body": "Tại Tuy Hòa (Phú Yên), Ban Tuyên giáo Trung ương phối hợp với Tỉnh ủy Phú Yên tổ "
            "chức Hội nghị. Tham dự có các tỉnh ủy: Quảng Bình, Quảng Trị, Phú Yên, Khánh Hòa, Kon Tum, "
            "Gia Lai. Phó Bí thư Tỉnh ủy Phú Yên phát biểu, giới thiệu tình hình của tỉnh.",
        },
        {
            "title": "Lễ trao giải báo chí toàn quốc tại Quảng Ninh",
            "body": "Tại Quảng Ninh, Ban Tuyên giáo Trung ương và UBND tỉnh Quảng Ninh trao giải.",
        },
        # An example far down in a piece about something else.
        {
            "title": "Phát triển kinh tế tập thể",
            "lead": "Kinh tế tập thể là xu hướng.",
            "body": "Đảng ta luôn quan tâm đến kinh tế tập thể, coi đó là thành phần quan trọng của nền "
            "kinh tế, cùng với kinh tế nhà nước.\n\nNhư ở tỉnh Sơn La, tỉnh có 500 hợp tác xã; huyện Mai "
            "Sơn có 60; Tỉnh ủy ban hành nghị quyết.",
        },
    ],
)
def test_a_text_that_says_nothing(parts: dict[str, str]) -> None:
    assert find(parts.get("title", TITLE), parts.get("body", ""), lead=parts.get("lead")) == ()


@pytest.mark.parametrize(
    ("title", "on", "province"),
    [
        ("Quảng Trị: Hội nghị", date(2025, 6, 30), "quang-tri"),
        ("Quảng Trị: Hội nghị", date(2025, 7, 1), "quang-tri-2025"),
        ("Quảng Trị: Hội nghị", None, "quang-tri"),
        ("Bắc Kạn: Hội nghị", AFTER, "thai-nguyen-2025"),
        ("Huế: Hội nghị", date(2024, 12, 31), "thua-thien-hue"),
        ("Thành ủy Huế họp", date(2025, 1, 1), "hue"),
        ("Thừa Thiên Huế: Hội nghị", date(2025, 1, 1), "hue"),
        ("Lai Châu: Hội nghị", AFTER, "lai-chau"),
        ("TP. Hồ Chí Minh: Hội nghị", AFTER, "ho-chi-minh-2025"),
        ("Huyện Hàm Thuận Bắc: Hội nghị", AFTER, "lam-dong-2025"),
    ],
)
def test_unit_of_the_day(title: str, on: date | None, province: str) -> None:
    assert ids(find(title, on=on)) == [province]


def test_before_2025_the_city_of_hue_was_a_town() -> None:
    assert find("Thành ủy Huế họp", on=date(2024, 12, 31)) == ()


def test_sample_page(shared: Path) -> None:
    gold = json.loads((shared / "seeds" / "gold.json").read_text("utf-8"))[0]
    body, office = "\n\n".join(gold["body"]), gold["author_organisation"]
    titled = find(gold["title"], body, organisation=office)
    signed = find("Công tác tuyên giáo tháng 4", body, organisation=office)
    assert [(f.province, f.rule) for f in titled] == [("bac-kan", "title")]
    assert [(f.province, f.rule) for f in signed] == [("bac-kan", "organisation")]


def test_districts_lie_in_provinces_of_before_2025() -> None:
    table = resources.files("archive").joinpath("data/districts.csv").read_text("utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    old = {unit.id for unit in all_provinces() if unit.in_force(date(2024, 1, 1))}
    assert {row["province_id"] for row in rows} == old
    for row in rows:
        names = [name for name in f"{row['names']}|{row['with_word']}".split("|") if name]
        assert len(set(names)) == len(names) > 4
