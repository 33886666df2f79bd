from __future__ import annotations

import pytest

from archive.taxonomy import all_kinds, all_topics, kinds_of_section, topics_of_section

TOPIC_IDS = [
    "thoi-su-chinh-tri",
    "van-ban-chi-dao",
    "van-hoa-van-nghe",
    "hoc-tap-theo-bac",
    "hoat-dong-co-so",
    "hoat-dong-tuyen-giao",
    "khoa-giao",
    "ly-luan-chinh-tri",
    "lich-su-dang",
    "xay-dung-dang",
    "bao-ve-nen-tang-tu-tuong",
    "du-luan-xa-hoi",
    "tuyen-truyen",
    "sinh-hoat-chi-bo",
    "tu-lieu-van-kien",
    "dan-van",
    "dan-toc-ton-giao",
    "mat-tran-doan-the",
    "bao-chi-xuat-ban",
    "kinh-te-xa-hoi",
    "thong-tin-doi-ngoai",
    "quoc-phong-an-ninh",
    "dai-hoi-dang",
    "bau-cu",
    "thi-dua-khen-thuong",
    "y-te-phong-dich",
    "chuyen-doi-so",
    "cong-tac-can-bo",
]
KIND_IDS = [
    "tin",
    "chi-dao",
    "bao-cao",
    "nghien-cuu",
    "dien-hinh",
    "tu-lieu",
    "phat-bieu-phong-van",
    "thong-bao",
]


def test_topics() -> None:
    every = all_topics()
    assert [topic.id for topic in every] == TOPIC_IDS
    for topic in every:
        assert topic.name_vi
        assert topic.name_en
        assert topic.definition.endswith(".")
        assert topic.attested.endswith(".")
        assert topic.sections


def test_kinds() -> None:
    every = all_kinds()
    assert [kind.id for kind in every] == KIND_IDS
    for kind in every:
        assert kind.name_vi
        assert kind.name_en
        assert kind.definition.endswith(".")
        assert kind.attested.endswith(".")
        assert kind.sections


@pytest.mark.parametrize(
    ("section", "specific"),
    [
        ("Thời sự chính trị", "thoi-su-chinh-tri"),
        ("thoi-su", "thoi-su-chinh-tri"),
        ("Văn bản mới", "van-ban-chi-dao"),
        ("Tra cứu văn bản", "van-ban-chi-dao"),
        ("Chỉ đạo định hướng", "van-ban-chi-dao"),
        ("Văn hóa - Văn nghệ", "van-hoa-van-nghe"),
        ("VĂN HOÁ - XÃ HỘI", "van-hoa-van-nghe"),
        ("TuTuongVanHoa", "van-hoa-van-nghe"),
        ("Học và làm theo Bác", "hoc-tap-theo-bac"),
        ("Theo gương Bác", "hoc-tap-theo-bac"),
        ("Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "hoc-tap-theo-bac"),
        ("Hoạt động của các đảng bộ", "hoat-dong-co-so"),
        ("Nhịp cầu tuyên giáo", "hoat-dong-tuyen-giao"),
        ("Nhipcautuyengiao", "hoat-dong-tuyen-giao"),
        ("Tuyên giáo các cấp", "hoat-dong-tuyen-giao"),
        ("Thông tin công tác Tuyên giáo", "hoat-dong-tuyen-giao"),
        ("Khoa giáo", "khoa-giao"),
        ("Lý luận - thực tiễn", "ly-luan-chinh-tri"),
        ("Lịch sử truyền thống", "lich-su-dang"),
        ("90 năm truyền thống ngành", "lich-su-dang"),
        ("Hoạt động cấp ủy", "xay-dung-dang"),
        ("Hoạt động cấp uỷ", "xay-dung-dang"),
        ("Bảo vệ nền tảng tư tưởng của Đảng", "bao-ve-nen-tang-tu-tuong"),
        ("Dư luận xã hội", "du-luan-xa-hoi"),
        ("Thông tin - Tuyên truyền", "tuyen-truyen"),
        ("Tài liệu sinh hoạt chi bộ", "sinh-hoat-chi-bo"),
        ("Hướng dẫn nghiệp vụ", "sinh-hoat-chi-bo"),
        ("Văn kiện - Tư liệu", "tu-lieu-van-kien"),
        ("Điển hình dân vận", "dan-van"),
        ("Dân tộc - Tôn giáo", "dan-toc-ton-giao"),
        ("Mặt trận và Đoàn thể", "mat-tran-doan-the"),
        ("Báo chí - Xuất bản", "bao-chi-xuat-ban"),
        ("Điểm báo", "bao-chi-xuat-ban"),
        ("Kinh tế", "kinh-te-xa-hoi"),
        ("Lai Châu trên đường phát triển", "kinh-te-xa-hoi"),
        ("Thế giới", "thoi-su-chinh-tri"),
        ("Nhân sự mới", "cong-tac-can-bo"),
        ("Hỏi - Đáp công tác Đảng", "xay-dung-dang"),
        ("Đưa nghị quyết đi vào cuộc sống", "xay-dung-dang"),
        ("Sinh hoạt tư tưởng", "xay-dung-dang"),
        ("Đất và người Thái Nguyên", "van-hoa-van-nghe"),
        ("Trang chủ » Khoa giáo", "khoa-giao"),
    ],
)
def test_section_that_decides(section: str, specific: str) -> None:
    assert topics_of_section(section) == ((specific,), ())


@pytest.mark.parametrize(
    ("section", "generic"),
    [
        ("Tin tức", "thoi-su-chinh-tri"),
        ("Tin tức - sự kiện", "thoi-su-chinh-tri"),
        ("TIN HOẠT ĐỘNG", "hoat-dong-tuyen-giao"),
        ("Tin cơ sở", "hoat-dong-co-so"),
        ("Tin hoạt động cơ sở", "hoat-dong-co-so"),
        ("Chính trị - Xã hội » Tin tức trong tỉnh", "hoat-dong-co-so"),
    ],
)
def test_section_that_hints(section: str, generic: str) -> None:
    assert topics_of_section(section) == ((), (generic,))


@pytest.mark.parametrize(
    ("section", "specific"),
    [
        ("Tuyên truyền, Báo chí - Xuất bản", {"tuyen-truyen", "bao-chi-xuat-ban"}),
        ("Tuyên truyền - Báo chí", {"tuyen-truyen", "bao-chi-xuat-ban"}),
        ("Khoa giáo và Y tế", {"khoa-giao", "y-te-phong-dich"}),
        ("Dân vận - Dân tộc - Tôn giáo", {"dan-van", "dan-toc-ton-giao"}),
    ],
)
def test_section_of_several_topics(section: str, specific: set[str]) -> None:
    assert set(topics_of_section(section)[0]) == specific


@pytest.mark.parametrize("section", ["Nghiên cứu - trao đổi", "Trang nhất", "", "» /"])
def test_section_that_is_no_topic(section: str) -> None:
    assert topics_of_section(section) == ((), ())


@pytest.mark.parametrize(
    ("section", "kinds"),
    [
        ("Nghiên cứu - Trao đổi", ("nghien-cuu",)),
        ("NGHIÊN CỨU TRAO ĐỔI", ("nghien-cuu",)),
        ("Văn bản mới", ("chi-dao",)),
        ("Chỉ đạo định hướng", ("chi-dao",)),
        ("Điển hình dân vận", ("dien-hinh",)),
        ("Trang chủ » Thông báo", ("thong-bao",)),
        ("Tư liệu", ("tu-lieu",)),
        ("Phỏng vấn", ("phat-bieu-phong-van",)),
        ("Tin tức - Sự kiện", ("tin",)),
        ("Khoa giáo", ()),
    ],
)
def test_section_of_a_kind(section: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of_section(section) == kinds
