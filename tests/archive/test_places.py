from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from archive.places import find_province
from archive.readings import ProvinceFinding

BEFORE = date(2021, 5, 4)
AFTER = date(2025, 9, 2)


def find(
    title: str = "Hội nghị công tác tuyên giáo",
    organisation: str | None = None,
    lead: str | None = None,
    body: str = "",
    on: date | None = BEFORE,
) -> ProvinceFinding | None:
    return find_province(title=title, organisation=organisation, lead=lead, body=body, on=on)


def find_in(parts: dict[str, str]) -> ProvinceFinding | None:
    title = parts.get("title", "Hội nghị công tác tuyên giáo")
    return find(title, lead=parts.get("lead"), body=parts.get("body", ""))


@pytest.mark.parametrize(
    ("title", "province", "evidence"),
    [
        ("Bắc Kạn phát huy tính chủ động, sáng tạo trong tháng 4", "bac-kan", "Bắc Kạn"),
        ("Bắc Cạn phát huy tính chủ động", "bac-kan", "Bắc Cạn"),
        ("Đồng Tháp: Nhiều đổi mới trong công tác xây dựng Đảng", "dong-thap", "Đồng Tháp"),
        ("Vĩnh Phúc: triển khai Nghị quyết 33", "vinh-phuc", "Vĩnh Phúc"),
        ("Yên Bái - Dấu ấn một nhiệm kỳ", "yen-bai", "Yên Bái"),
        ("Hòa Bình 30 năm xây dựng và phát triển", "hoa-binh", "Hòa Bình"),
        ("Hoà Bình: Học Bác mỗi ngày", "hoa-binh", "Hoà Bình"),
        ("BẮC KẠN: TỔNG KẾT CÔNG TÁC TUYÊN GIÁO", "bac-kan", "BẮC KẠN"),
        ("Tỉnh ủy Quảng Trị sơ kết 5 năm", "quang-tri", "Tỉnh ủy Quảng Trị"),
        ("Tỉnh uỷ Tây Ninh tổ chức hội nghị", "tay-ninh", "Tỉnh uỷ Tây Ninh"),
        (
            "Ban Tuyên giáo Tỉnh ủy Lai Châu tập huấn báo cáo viên",
            "lai-chau",
            "Ban Tuyên giáo Tỉnh ủy Lai Châu",
        ),
        ("Tuyên giáo Cà Mau đổi mới từ cơ sở", "ca-mau", "Tuyên giáo Cà Mau"),
        ("Thành ủy Hà Nội ban hành chỉ thị", "ha-noi", "Thành ủy Hà Nội"),
        ("TP. Hồ Chí Minh: Tuyên truyền bầu cử", "ho-chi-minh", "TP. Hồ Chí Minh"),
        ("TPHCM: Tuyên truyền bầu cử", "ho-chi-minh", "TPHCM"),
        (
            "Thành ủy TP. Hồ Chí Minh sơ kết Nghị quyết 35",
            "ho-chi-minh",
            "Thành ủy TP. Hồ Chí Minh",
        ),
        ("Bà Rịa - Vũng Tàu: Giữ biển", "ba-ria-vung-tau", "Bà Rịa - Vũng Tàu"),
        ("BR-VT: Giữ biển", "ba-ria-vung-tau", "BR-VT"),
        ("Đăk Lăk đẩy mạnh tuyên truyền", "dak-lak", "Đăk Lăk"),
        ("Thừa Thiên - Huế: Giữ gìn di sản", "thua-thien-hue", "Thừa Thiên - Huế"),
    ],
)
def test_title_opens_with_the_province(title: str, province: str, evidence: str) -> None:
    assert find(title) == ProvinceFinding(province, "title", evidence)


@pytest.mark.parametrize(
    "title",
    [
        "Hòa bình và phát triển ở khu vực",
        "HÒA BÌNH VÀ PHÁT TRIỂN",
        "Thái Bình Dương: Cạnh tranh giữa các nước lớn",
        "Điện Biên Phủ - Thiên sử vàng",
        "Quảng Nam - Đà Nẵng: Ký ức một thời",
        "Thái Nguyên - Bắc Kạn: Ký kết phối hợp",
        "Đắk Nông và Bình Thuận trao đổi kinh nghiệm",
        "Đắk Nông với Tỉnh ủy Bình Thuận ký kết phối hợp",
        "Hồ Chí Minh - Người đi tìm hình của nước",
        "Chủ tịch Hồ Chí Minh với công tác tuyên giáo",
        "Đoàn TNCS Hồ Chí Minh: 90 năm xây dựng và trưởng thành",
        "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        "Đường Hồ Chí Minh - Con đường huyền thoại",
        "Báo Hà Nội mới: 65 năm đồng hành",
        "Sông Hương qua những áng thơ",
        "Nguyễn Thái Bình: Sống mãi tuổi hai mươi",
        "Quảng: Một người cán bộ tuyên giáo",
        "TP. Lai Châu: Ra quân tuyên truyền",
        "Thành ủy Lai Châu: Sơ kết công tác tuyên giáo",
        "Con Cuông: Đưa thông tin về bản làng",
        "Bình định lại thị trường",
    ],
)
def test_title_that_says_nothing(title: str) -> None:
    assert find(title) is None


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
    assert find(organisation=line) == ProvinceFinding(province, "organisation", line)


@pytest.mark.parametrize(
    "line",
    [
        "Ban Tuyên giáo Trung ương",
        "Học viện Chính trị quốc gia Hồ Chí Minh",
        "Ban Thanh niên Trung ương Đoàn TNCS Hồ Chí Minh",
        "Trường Đại học Sư phạm Thái Nguyên",
        "Báo Hà Nội mới",
        "Ban Tuyên giáo Tỉnh ủy Bắc Kạn và Ban Tuyên giáo Tỉnh ủy Cao Bằng",
        "",
    ],
)
def test_office_line_that_says_nothing(line: str) -> None:
    assert find(organisation=line) is None


def test_title_goes_before_office_and_office_before_text() -> None:
    body = "Tỉnh ủy Sơn La họp. Tỉnh ủy Sơn La kết luận. Tỉnh ủy Sơn La giao nhiệm vụ."
    office = "Ban Tuyên giáo Tỉnh ủy Cao Bằng"
    by_title = find("Bắc Kạn: Đổi mới", office, None, body)
    by_office = find("Đổi mới", office, None, body)
    by_text = find("Đổi mới", None, None, body)
    assert [f.rule for f in (by_title, by_office, by_text) if f] == [
        "title",
        "organisation",
        "text",
    ]
    assert by_text == ProvinceFinding("son-la", "text", "Tỉnh ủy Sơn La")


@pytest.mark.parametrize(
    ("parts", "province"),
    [
        ({"title": "Làm việc với Ban Tuyên giáo Tỉnh ủy Bến Tre"}, "ben-tre"),
        ({"lead": "Tỉnh ủy Bến Tre họp.", "body": "Đảng bộ tỉnh Bến Tre có 50 nghìn."}, "ben-tre"),
        ({"title": "Hội nghị tại Bến Tre", "body": "UBND tỉnh Bến Tre báo cáo."}, "ben-tre"),
        (
            {
                "lead": "Thành phố Hồ Chí Minh vừa ban hành kế hoạch.",
                "body": "Thành ủy TP.HCM họp.",
            },
            "ho-chi-minh",
        ),
        (
            {
                "lead": "Tỉnh ủy Bến Tre họp, UBND tỉnh Bến Tre báo cáo.",
                "body": "Đoàn học kinh nghiệm của tỉnh Cà Mau.",
            },
            "ben-tre",
        ),
    ],
)
def test_text_speaks_of_one_province(parts: dict[str, str], province: str) -> None:
    found = find_in(parts)
    assert found is not None
    assert (found.province, found.rule) == (province, "text")
    assert all(words in " ".join(parts.values()) for words in found.evidence.split("; "))


@pytest.mark.parametrize(
    "parts",
    [
        {"body": "Đại diện Tỉnh ủy Bến Tre phát biểu."},
        {"lead": "Tỉnh ủy Bến Tre và Tỉnh ủy Cà Mau họp.", "body": "Tỉnh ủy Cà Mau chủ trì."},
        {"lead": "Các tỉnh Bến Tre, Cà Mau, Sóc Trăng và tỉnh Bến Tre, Cà Mau cùng họp."},
        {"lead": "Đấu tranh chống “diễn biến hòa bình”. " * 5},
        {"lead": "Đồng chí Nguyễn Quảng Trị, đồng chí Nguyễn Thái Bình dự. " * 5},
        {"lead": "Học tập tư tưởng, đạo đức, phong cách Hồ Chí Minh. " * 5},
        {"lead": "Theo Báo Hà Nội mới, chiến dịch Điện Biên Phủ toàn thắng. " * 5},
        {"lead": "Tỉnh ủy Quảng Nam - Đà Nẵng thành lập năm 1975. " * 5},
        {"lead": "Nước Thái Bình Dương và tỉnh Thái Bình Dương không có thật. " * 5},
        {"lead": "Thành ủy Lai Châu họp.", "body": "Thành ủy Lai Châu kết luận."},
        {"title": "Hội nghị tại Bến Tre"},
    ],
)
def test_text_that_says_nothing(parts: dict[str, str]) -> None:
    assert find_in(parts) is None


def test_a_town_is_weak_evidence_for_its_province() -> None:
    found = find(
        lead="Thành ủy Lai Châu và Tỉnh ủy Lai Châu họp.",
        body="Thành phố Lai Châu. Thành ủy Lai Châu.",
    )
    assert found == ProvinceFinding(
        "lai-chau", "text", "Thành ủy Lai Châu; Tỉnh ủy Lai Châu; Thành phố Lai Châu"
    )


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
    ],
)
def test_unit_of_the_day(title: str, on: date | None, province: str) -> None:
    found = find(title, on=on)
    assert found is not None
    assert found.province == province


def test_before_2025_the_city_of_hue_was_a_town() -> None:
    assert find("Thành ủy Huế họp", on=date(2024, 12, 31)) is None


def test_sample_page(shared: Path) -> None:
    gold = json.loads((shared / "seeds" / "gold.json").read_text("utf-8"))[0]
    body = "\n\n".join(gold["body"])
    titled = find(gold["title"], gold["author_organisation"], gold["lead"], body)
    signed = find("Công tác tuyên giáo tháng 4", gold["author_organisation"], None, body)
    assert titled == ProvinceFinding("bac-kan", "title", "Bắc Kạn")
    assert signed == ProvinceFinding("bac-kan", "organisation", "Ban Tuyên giáo Tỉnh ủy Bắc Kạn")
