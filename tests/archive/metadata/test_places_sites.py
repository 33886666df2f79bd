"""The provinces of articles on the sites of provincial bodies."""

from __future__ import annotations

from datetime import date

import pytest

from archive.metadata.findings import ArticleText, Evidence, Part, ProvinceFinding, Span
from archive.metadata.places import find_provinces

BEFORE = date(2021, 5, 4)
AFTER = date(2025, 9, 2)
HOST = "tuyengiao.a.vn"


def find(
    site_province: str,
    title: str,
    body: str = "",
    *,
    lead: str | None = None,
    organisation: str | None = None,
    section: str | None = None,
    on: date | None = BEFORE,
) -> tuple[ProvinceFinding, ...]:
    text = ArticleText(
        title=title,
        body=body,
        lead=lead,
        organisation=organisation,
        section=section,
        site=HOST,
        site_province=site_province,
        published=on,
    )
    return find_provinces(text)


def ids(found: tuple[ProvinceFinding, ...]) -> list[str]:
    return [finding.province for finding in found]


@pytest.mark.parametrize(
    ("site", "title", "body"),
    [
        ("ben-tre", "Họp báo", "Ban Tuyên giáo Tỉnh ủy tổ chức họp báo."),
        ("ben-tre", "Họp báo", "Ban Tuyên giáo Tỉnh uỷ tổ chức họp báo."),
        ("ben-tre", "HỌP BÁO", "BAN TUYÊN GIÁO TỈNH ỦY HỌP BÁO."),
        ("ben-tre", "Vận dụng Cách mạng Tháng Mười", "Ở tỉnh ta, cần làm tốt hơn."),
        ("ben-tre", "Đổi mới", "Người dân trong và ngoài tỉnh hưởng ứng."),
        ("ben-tre", "Đổi mới", "Có 500 cơ sở trên địa bàn tỉnh."),
        ("ben-tre", "Đổi mới", "Chủ tịch UBND tỉnh Nguyễn Văn A kết luận."),
        ("ben-tre", "Ban Chỉ đạo 35 tỉnh họp phiên quý I", "Ban Chỉ đạo 35 tỉnh họp."),
        ("ben-tre", "Làm theo Bác", "Chi bộ ấp Phú Lợi, xã Bình Phú làm theo Bác."),
        ("ben-tre", "Làm theo Bác", "Huyện ủy Ba Tri tặng giấy khen."),
        ("ben-tre", "Người Bến Tre nói về Bác", ""),
        ("quang-tri", "Đảo nhỏ làm theo lời Bác", "Đảo Cồn Cỏ cách đất liền 15 hải lý."),
        ("binh-thuan", "Phú Quý: Mỗi chi bộ một việc khó", "Các chi bộ đăng ký."),
        ("nghe-an", "Vinh: Ra quân làm sạch môi trường", "Thành phố Vinh ra quân."),
        ("lai-chau", "Thành ủy Lai Châu sơ kết", "Thành ủy họp."),
        ("lai-chau", "Sự lựa chọn của lịch sử Việt Nam", "Với Lai Châu, đồng bào được đổi đời."),
        ("ho-chi-minh", "Giao ban báo chí", "Ban Tuyên giáo Thành ủy tổ chức giao ban."),
        ("can-tho", "Giao ban báo chí", "Các cơ quan báo chí trên địa bàn thành phố."),
        ("ha-noi", "Nếp sống thanh lịch", "Người Hà Nội có nếp sống thanh lịch."),
        ("nghe-an", "Hội thảo khoa học", "Ban Tuyên giáo Tỉnh ủy họp. Tỉnh ủy Hà Tĩnh dự."),
        ("quang-tri", "Hợp tác với tỉnh Savannakhet", "Đoàn của tỉnh ta thăm tỉnh Savannakhet."),
    ],
)
def test_a_sign_of_the_own_province(site: str, title: str, body: str) -> None:
    found = find(site, title, body)
    assert [(finding.province, finding.rule) for finding in found] == [(site, "site")]


@pytest.mark.parametrize(
    ("site", "title", "body"),
    [
        (
            "nghe-an",
            "Thủ tướng chủ trì phiên họp Chính phủ",
            "UBND các tỉnh, thành phố trực thuộc Trung ương cần thực hiện. Chủ tịch UBND tỉnh, thành phố "
            "chịu trách nhiệm. Ở cấp tỉnh, cấp huyện phải rà soát; từ tỉnh đến cơ sở.",
        ),
        (
            "ben-tre",
            "Hội nghị toàn quốc",
            "Trực tuyến tới các tỉnh ủy, thành ủy, ban tuyên giáo các tỉnh ủy. Bí thư tỉnh ủy, thành ủy.",
        ),
        (
            "ben-tre",
            "Cần tỉnh táo trước tin giả",
            "Người đọc thức tỉnh, tỉnh ngộ. Mỗi tỉnh một cách.",
        ),
        (
            "nghe-an",
            "Cạnh tranh giữa các nước lớn",
            "Ở châu Á - Thái Bình Dương, tỉnh Vân Nam của Trung Quốc, tỉnh Hủa Phăn của Lào.",
        ),
        ("dien-bien", "Ý nghĩa Chiến thắng Điện Biên Phủ", "Chiến dịch Điện Biên Phủ toàn thắng."),
        ("yen-bai", "Ý nghĩa Cách mạng Tháng Mười Nga", "Cách mạng Tháng Mười mở ra thời đại mới."),
        ("ben-tre", "Một người cộng sản", "Năm 1945 làm Bí thư Tỉnh ủy Gia Định."),
        ("ho-chi-minh", "Chủ tịch Hồ Chí Minh", "Tư tưởng Hồ Chí Minh soi đường."),
        (
            "ho-chi-minh",
            "Quy hoạch đô thị",
            "Thành phố thông minh là xu thế. UBND các tỉnh, thành phố lập quy hoạch.",
        ),
        (
            "dak-lak",
            "Luật Tổ chức chính quyền địa phương: những điểm mới",
            "HĐND tỉnh quyết định dự toán; UBND tỉnh tổ chức thi hành.",
        ),
        (
            "bac-giang",
            "Cả nước ghi nhận 50 ca mắc mới",
            "Bắc Giang (20), Bắc Ninh (12), Hà Nội (5), Vĩnh Phúc (3), Đà Nẵng (2).",
        ),
        (
            "soc-trang",
            "Bảo vệ nền tảng tư tưởng",
            "Vụ việc ở Đồng Tâm (Hà Nội), Formosa (Hà Tĩnh).",
        ),
        ("ben-tre", "Cấp ủy cấp Trung ương", "Văn bản Luật, cơ bản Việt Nam, tư bản Mỹ, Nhật Bản."),
        ("ben-tre", "XÂY DỰNG XÃ HỘI CHỦ NGHĨA", "Học tập văn bản Nghị quyết ở cấp Trung ương."),
        (
            "ben-tre",
            "Quê hương và tuổi trẻ của Bác",
            "Bác sinh ở làng Sen, xã Kim Liên, huyện Nam Đàn, Nghệ An.",
        ),
        ("ben-tre", "Bác Hồ về thăm quê", "Tại xã Kim Liên, Nam Đàn, người dân đón Bác."),
        ("ben-tre", "Diễn đàn kinh tế", "Tại thị trấn Đa-vốt (Thụy Sĩ), diễn đàn khai mạc."),
        (
            "ben-tre",
            "Chuyển đổi số: đừng dừng ở hình thức",
            "Ở cấp tỉnh chỉ có một người. Như Quảng Ninh, từ năm 2020, tỉnh có nghị quyết chuyên đề.",
        ),
        ("khanh-hoa", "Chủ quyền biển đảo", "Hoàng Sa, Trường Sa là của Việt Nam."),
    ],
)
def test_no_sign_of_any_province(site: str, title: str, body: str) -> None:
    assert find(site, title, body) == ()


def test_a_law_is_plainly_about_the_province_where_it_says_so() -> None:
    body = "UBND tỉnh tổ chức thi hành. Trong tỉnh có 15 huyện."
    assert ids(find("dak-lak", "Những điểm mới của luật", body)) == ["dak-lak"]


@pytest.mark.parametrize(
    ("site", "title", "body", "provinces"),
    [
        (
            "nghe-an",
            "Cà Mau: Phát triển du lịch sinh thái",
            "Tỉnh ủy Cà Mau ban hành nghị quyết. Trong tỉnh có 50 điểm du lịch.",
            ["ca-mau"],
        ),
        (
            "nghe-an",
            "Gương sáng cựu chiến binh ở Hà Tĩnh",
            "Ông Lê Văn B, huyện Can Lộc, tỉnh Hà Tĩnh làm kinh tế giỏi. Tỉnh tặng bằng khen.",
            ["ha-tinh"],
        ),
        (
            "bac-kan",
            "Ký kết phối hợp giữa Tỉnh ủy Cao Bằng và Tỉnh ủy Bắc Kạn",
            "Hai tỉnh ký kết.",
            ["cao-bang", "bac-kan"],
        ),
        (
            "binh-thuan",
            "Trao đổi kinh nghiệm công tác tuyên giáo với đoàn Đắk Nông",
            "Ban Tuyên giáo Tỉnh ủy đón đoàn Ban Tuyên giáo Tỉnh ủy Đắk Nông.",
            ["binh-thuan", "dak-nong"],
        ),
        (
            "nghe-an",
            "Tỉnh ủy phối hợp với Trường Đại học Sư phạm Hà Nội mở lớp",
            "Ban Tuyên giáo Tỉnh ủy mở lớp.",
            ["nghe-an"],
        ),
        (
            "quang-tri",
            "Đoàn Nam Định thăm, tặng quà gia đình chính sách",
            "Đoàn tỉnh Nam Định đã thăm tỉnh Quảng Trị.",
            ["quang-tri"],
        ),
    ],
)
def test_other_provinces(site: str, title: str, body: str, provinces: list[str]) -> None:
    assert ids(find(site, title, body)) == provinces


@pytest.mark.parametrize(
    ("line", "provinces"),
    [
        ("Ban Tuyên giáo Tỉnh ủy", ["nghe-an"]),
        ("Trung tâm chính trị huyện Đô Lương", ["nghe-an"]),
        ("Trường Chính trị", ["nghe-an"]),
        ("Ban Tuyên giáo Tỉnh ủy Hà Tĩnh", ["ha-tinh"]),
        ("Viện Khoa học xã hội", []),
        ("Ban Tuyên giáo Trung ương", []),
        ("Đại học Quốc gia TP. Hồ Chí Minh", []),
    ],
)
def test_office_line(line: str, provinces: list[str]) -> None:
    body = "Tuyên truyền kỷ niệm các ngày lễ lớn."
    assert ids(find("nghe-an", "Định hướng tuyên truyền", body, organisation=line)) == provinces


@pytest.mark.parametrize(
    ("section", "body", "provinces"),
    [
        ("Tin cơ sở", "Bà con ra đồng.", ["nghe-an"]),
        ("TIN CƠ SỞ", "Bà con ra đồng.", ["nghe-an"]),
        ("Tin tức", "Bà con ra đồng.", []),
        ("Trong nước", "UBND tỉnh báo cáo.", []),
        ("Thế giới", "Đảng bộ xã Nhật Tân dự.", []),
        ("Trong nước", "UBND tỉnh Nghệ An báo cáo.", ["nghe-an"]),
        ("Trong nước", "Tỉnh nhà cử đại biểu.", ["nghe-an"]),
    ],
)
def test_section(section: str, body: str, provinces: list[str]) -> None:
    assert ids(find("nghe-an", "Mùa vàng", body, section=section)) == provinces


@pytest.mark.parametrize(
    ("site", "on", "province"),
    [
        ("bac-kan", BEFORE, "bac-kan"),
        ("bac-kan", AFTER, "thai-nguyen-2025"),
        ("bac-kan", None, "bac-kan"),
        ("quang-tri", AFTER, "quang-tri-2025"),
        ("quang-tri-2025", BEFORE, "quang-tri"),
        ("lai-chau", AFTER, "lai-chau"),
    ],
)
def test_unit_of_the_day(site: str, on: date | None, province: str) -> None:
    assert ids(find(site, "Giao ban", "Ban Tuyên giáo Tỉnh ủy họp.", on=on)) == [province]


def test_the_name_of_a_merged_province_means_the_new_one() -> None:
    found = find("lam-dong-2025", "Đổi mới", "Đảng bộ Bình Thuận cũ có 50 nghìn.", on=AFTER)
    assert ids(found) == ["lam-dong-2025"]


def test_evidence_is_the_host_and_the_signs() -> None:
    host = Evidence(HOST, Span(Part.SITE, 0, len(HOST)))
    by_sign = find("ben-tre", "Họp báo", "Sáng 4/5, Ban Tuyên giáo Tỉnh ủy họp báo.")
    assert by_sign == (
        ProvinceFinding(
            "ben-tre", 1.0, "site", (host, Evidence("Tỉnh ủy", Span(Part.BODY, 25, 32)))
        ),
    )
    by_name = find("ben-tre", "Họp báo ở Bến Tre")
    assert by_name[0].evidence == (host, Evidence("Bến Tre", Span(Part.TITLE, 10, 17)))


def test_places_hold_where_lower_case_is_longer() -> None:
    found = find("ben-tre", "Họp báo", "İİİ. Ban Tuyên giáo Tỉnh ủy họp báo.")
    assert found[0].evidence[1] == Evidence("Tỉnh ủy", Span(Part.BODY, 20, 27))
