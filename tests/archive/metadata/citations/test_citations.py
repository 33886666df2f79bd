"""The forms in which articles refer to documents; the labelled strings are in `tests/evaluation`."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.metadata.citations import find_citations
from archive.metadata.findings import ArticleText, Part
from tests.archive.metadata.citations.showing import PROVINCE, cited


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Chỉ thị số 05-CT/TW, ngày 15/5/2016 của Bộ Chính trị (khóa XII)",
            "CT 05-CT/TW XII 2016-05-15",
        ),
        ("Chỉ thị số 05-CT/TW, của Bộ Chính trị, ngày 15-5-2016, về", "CT 05-CT/TW 2016-05-15"),
        ("Quyết định 2188-QĐNS/TW ngày 08 tháng 01 năm 2020", "QĐNS 2188-QĐNS/TW 2020-01-08"),
        ("CHỈ THỊ 05-CT/TW CỦA BỘ CHÍNH TRỊ KHOÁ XII", "CT 05-CT/TW XII"),
        ("Nghị quyết số 33 – NQ / TW ngày 9/6/2014", "NQ 33-NQ/TW 2014-06-09"),
        ("theo 118-KH/BTGTU của Ban Tuyên giáo Tỉnh uỷ", "KH 118-KH/BTGTU @binh-dinh"),
        ("Chương trình hành động số 12-CTHĐ/TU", "CTr 12-CTHĐ/TU @binh-dinh"),
        ("Công văn số 1419-CV/ĐUK", "CV 1419-CV/ĐUK"),
        ("thực hiện chỉ thị 03-ct/tw", "CT 03-CT/TW"),
        ("kết luận số 120 - Kl/TU", "KL 120-KL/TU @binh-dinh"),
        ("các Quy định: số 1456-QĐ/TU", "QyĐ 1456-QĐ/TU @binh-dinh"),
        ("Quy chế phối hợp số 02/QCPH-BTGTU-STTTT", "QC 02/QCPH-BTGTU-STTTT @binh-dinh"),
        ("Nghị quyết số 07-NQ/HU của Huyện ủy Tây Sơn", "NQ 07-NQ/HU"),
        ("Thông tri số 11-TT/TU", "TT 11-TT/TU @binh-dinh"),
        ("số 621/NQ-NS-TU về việc chuẩn y", "NQ 621/NQ-NS-TU @binh-dinh"),
        ("Chỉ thị số 05-CT/TWvề đẩy mạnh", "CT 05-CT/TW"),
        ("Nghị quyết của Bộ Chính trị số 36-NQ/TW", "NQ 36-NQ/TW"),
        ("Nghị quyết số 26-NQ/TW Hội nghị lần thứ bảy BCH Trung ương khóa XII", "NQ 26-NQ/TW XII"),
        ("Nghị quyết Hội nghị Trung ương 9 (khóa XI) số 33-NQ/TW", "NQ 33-NQ/TW XI"),
        ("Nghị quyết số 35-NQ/TW được Bộ Chính trị ban hành ngày 22/10/2018", "NQ 35-NQ/TW 2018-10-22"),
        (
            "Chỉ thị số 05-CT/TW về “Đẩy mạnh học tập” của Bộ Chính trị (khóa XII)",
            "CT 05-CT/TW XII",
        ),
        ("Bộ Chính trị (khóa XI) đã ban hành Nghị quyết số 22-NQ/TW", "NQ 22-NQ/TW XI"),
        ("Nghị quyết 27-NQ/TW “Về Nhà nước” của Hội nghị Trung ương 6 khóa XIII", "NQ 27-NQ/TW XIII"),
        ("Nghị quyết 28-NQ/TW của HNTW 7 (khóa XII)", "NQ 28-NQ/TW XII"),
        ("Quy định số 41-QĐ/TW đã được Bộ Chính trị khóa XIII ban hành", "QyĐ 41-QĐ/TW XIII"),
        ("Nghị quyết 05-NQ/TU của khóa XVIII", "NQ 05-NQ/TU XVIII @binh-dinh"),
        ("Hội nghị Trung ương 4 khóa XII đã ban hành Nghị quyết 04-NQ/TW", "NQ 04-NQ/TW XII"),
        ("Kết luận 21-KL/TW (Trung ương 4 khóa XIII)", "KL 21-KL/TW XIII"),
        ("Nghị quyết 27-NQ/TW về lương được Hội nghị Trung ương 7 khóa XII ban hành", "NQ 27-NQ/TW XII"),
        ("Quy định 41-QĐ/TW của Bộ Chính trị Ban Chấp hành Trung ương khóa XIII", "QyĐ 41-QĐ/TW XIII"),
        ("Nghị quyết 04 của Trung ương Đảng tại Hội nghị lần thứ tư khóa XII", "NQ 04-NQ/TW XII"),
        (
            "Nghị quyết 05 của Hội nghị lần thứ 5 Ban Chấp hành Đảng bộ tỉnh khóa XX",
            "NQ 05-NQ/TU XX @binh-dinh",
        ),
        ("Nghị quyết 05 của Hội nghị Tỉnh ủy lần thứ 5 (khóa XX)", "NQ 05-NQ/TU XX @binh-dinh"),
        (
            "Nghị quyết 05-NQ/TU của Tỉnh ủy (khóa XX, nhiệm kỳ 2020 - 2025), ngày 15/5/2021",
            "NQ 05-NQ/TU XX 2021-05-15 @binh-dinh",
        ),
        ("Kế hoạch liên tịch số 08-KHLT/TĐTN-BTGTU", "KH 08-KHLT/TĐTN-BTGTU"),
        ("Nghị quyết 26-NQ/TW “Về nông nghiệp” Hội nghị Trung ương 7 (khóa X)", "NQ 26-NQ/TW X"),
        ("Tỉnh ủy (khóa XX) ban hành Quy chế làm việc số 01-QC/TU", "QC 01-QC/TU XX @binh-dinh"),
        ("Nghị quyết 05-NQ/HU của Huyện ủy Tây Sơn, khóa XX", "NQ 05-NQ/HU XX"),
        ("Kế hoạch 12/KH-SYT của Sở Y tế, ngày 5/6/2020", "KH 12/KH-SYT 2020-06-05"),
        (
            "Kết luận 35-KL/TU của Tỉnh ủy, ngày 5/6/2020, Nghị quyết về đất đai",
            "KL 35-KL/TU 2020-06-05 @binh-dinh",
        ),
        ("Kết luận 35-KL/TU của Tỉnh ủy, ngày 5/6/2020, Thành ủy họp", "KL 35-KL/TU @binh-dinh"),
        ("Chương trình phối hợp 03-CTrPH/BTGTU-BDVTU", "CTr 03-CTrPH/BTGTU-BDVTU @binh-dinh"),
    ],
)  # fmt: skip
def test_party_documents(text: str, expected: str) -> None:
    assert cited(text) == [expected]


_DAYS = (
    *(
        "ngày 15/5/2016",
        "ngày 15-5-2016",
        "ngày 15.05.2016",
        "ngày 15 tháng 5 năm 2016",
        "(15/5/2016)",
    ),
    *("(ngày 15-5-2016)", ", ngày 15/5/2016", "ban hành ngày 15/5/2016", "ký ngày 15/5/2016"),
)
_BODIES = (
    *("của Bộ Chính trị (khóa XII)", "của BCT khóa XII", "của Bộ Chính trị, Ban Bí thư khóa XII"),
    *("của Ban Bí thư Trung ương Đảng, khóa XII", "của BCH T.Ư Đảng (khóa XII)", "của TW khóa XII"),
    *("của Hội nghị Trung ương 4 khóa XII", "tại Hội nghị Trung ương 4, khóa XII"),
    *("của Hội nghị lần thứ tư Ban Chấp hành Trung ương (khóa XII)", "do Bộ Chính trị khóa XII"),
)


@pytest.mark.parametrize("day", _DAYS)
def test_day_and_body_stand_in_either_order(day: str) -> None:
    texts = [
        f"Thực hiện Chỉ thị số 05-CT/TW {words} về học tập và làm theo Bác".replace(" ,", ",")
        for body in _BODIES
        for words in (f"{day} {body}", f"{body} {day}")
    ]
    wrong = [text for text in texts if cited(text) != ["CT 05-CT/TW XII 2016-05-15"]]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ngày 6/1/2017, UBND tỉnh ban hành Quyết định số 36/QĐ-UBND", "2017-01-06"),
        ("Trước đó, ngày 30/12/2016, UBND tỉnh ký Quyết định số 36/QĐ-UBND", "2016-12-30"),
        ("Theo chỉ đạo chung, ngày 6/1/2017, UBND tỉnh ban hành 36/QĐ-UBND", "2017-01-06"),
        ("Ngày 6/1/2017, UBND tỉnh chỉ đạo tại Quyết định số 36/QĐ-UBND", None),
        ("Quyết định 36/QĐ-UBND về cây xanh được UBND tỉnh ban hành ngày 6/1/2017", "2017-01-06"),
        ("Ngày 6/1/2017, UBND tỉnh có Quyết định số 36/QĐ-UBND ngày 3/1/2017", "2017-01-03"),
        (
            "Quyết định 36/QĐ-UBND về cây xanh đến năm 2030 được ban hành ngày 6/1/2017",
            "2017-01-06",
        ),
        ("Quyết định 36/QĐ-UBND về cây xanh (ban hành ngày 06-01-2017)", "2017-01-06"),
        ("Quyết định 36/QĐ-UBND về cây xanh, ngày 6/1/2017; Kế hoạch tháng sau", "2017-01-06"),
        ("Quyết định 36/QĐ-UBND về cây xanh, ngày 6/1/2017, tỉnh đã họp", None),
        ("Quyết định số 36/QĐ-UBND (6/1/2017)", "2017-01-06"),
        ("Quyết định số 36/QĐ-UBND (6/1/2017 có sửa đổi)", None),
        (
            "Ngày 6/1/2017, thay mặt Bộ Chính trị, đồng chí A ký ban hành Chỉ thị 36-CT/TW",
            "2017-01-06",
        ),
        ("Ngày 6/1/2017, đồng chí A học tập, ký cam kết theo Chỉ thị 36-CT/TW", None),
        ("Ngày 6/1/2017, Bộ Chính trị, Ban Bí thư ban hành Chỉ thị 36-CT/TW", "2017-01-06"),
        ("Quyết định 36/QĐ-UBND về cây xanh. Kế hoạch được ban hành ngày 6/1/2017", None),
        ("Quyết định số 36/QĐ-UBND lúc 16 giờ ngày 6/1/2017", "2017-01-06"),
        ("Quyết định số 36/QĐ-UBND từ 0 giờ ngày 6/1/2017", None),
        ("Quyết định số 36/QĐ-UBND ngày 6 tháng 1, năm 2017", "2017-01-06"),
        ("Quyết định số 36/QĐ-UBND ngày 6/1 năm 2017", "2017-01-06"),
        ("Công văn 36-CV/TU do đồng chí Phó Bí thư Tỉnh ủy ký ngày 6/1/2017", "2017-01-06"),
        (
            "Ngày 6/1/2017, HĐND tỉnh khóa XVI, kỳ họp thứ 12 đã thông qua Nghị quyết 36/NQ-HĐND",
            "2017-01-06",
        ),
        (
            "Ngày 6/1/2017, tại kỳ họp thứ 8, HĐND tỉnh thông qua Nghị quyết 36/NQ-HĐND",
            "2017-01-06",
        ),
        (
            "Luật số 36/2016/QH14 được Quốc hội khóa XIV, kỳ họp thứ 2 thông qua ngày 6/1/2017",
            "2017-01-06",
        ),
        (
            "Ngày 6/1/2017, Tỉnh ủy (khóa XX, nhiệm kỳ 2015 - 2020) đã xây dựng, ra Kế hoạch 36-KH/TU",
            "2017-01-06",
        ),
        ("Ngày 6/1/2017, Tỉnh ủy ban hành đồng thời Kế hoạch 36-KH/TU", "2017-01-06"),
    ],
)
def test_days_apart(text: str, expected: str | None) -> None:
    found = find_citations(ArticleText(title="", body=text), PROVINCE)
    days = [one.issued_on.isoformat() if one.issued_on else None for one in found]
    assert days == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chỉ thị số 16/CT-TTg của Thủ tướng Chính phủ", "CT 16/CT-TTg"),
        ("Thông tư số 83/2014/TT-BTC, ngày 26 tháng 6 năm 2014", "TT 83/2014/TT-BTC 2014-06-26"),
        ("Nghị định 100/2019/ NĐ - CP", "NĐ 100/2019/NĐ-CP"),
        ("Nghị quyết số 202/2025/QH15 của Quốc hội khóa XV", "NQ 202/2025/QH15"),
        ("Luật Bảo vệ bí mật nhà nước số 29/2018/QH14", "L 29/2018/QH14"),
        ("Pháp lệnh số 02/2020/UBTVQH14", "PL 02/2020/UBTVQH14"),
        ("Nghị quyết số 1018/NQ-UBTVQH12", "NQ 1018/NQ-UBTVQH12"),
        ("Công văn số 1125/BTTTT-CBC", "CV 1125/BTTTT-CBC"),
        ("Công văn số 355/UBND-VP7", "CV 355/UBND-VP7 @binh-dinh"),
        ("Công văn số 1102/SGDĐT-GDTrH", "CV 1102/SGDĐT-GDTrH"),
        ("Công văn số 250/VKSTC-VP", "CV 250/VKSTC-VP"),
        ("Công văn số 1350/SGDĐT-QLCL&CNTT", "CV 1350/SGDĐT-QLCL&CNTT"),
        ("UBND tỉnh cụ thể hóa bằng Quyết định số 1055", "QĐ 1055/QĐ-UBND @binh-dinh"),
        ("Quyết định số 1.600/QĐ-TTg", "QĐ 1600/QĐ-TTg"),
        ("Nghị quyết 4b/NQ-TLĐ", "NQ 4b/NQ-TLĐ"),
        ("Thông tư liên tịch số 01/2008/TTLT-BTC-BNV", "TTLT 01/2008/TTLT-BTC-BNV"),
        ("Nghị quyết số 12/2020/NQ-HĐND của HĐND tỉnh khóa XII", "NQ 12/2020/NQ-HĐND @binh-dinh"),
        ("Nghị định 100/2019 của Chính phủ", "NĐ 100/2019/NĐ-CP"),
    ],
)
def test_documents_of_the_state(text: str, expected: str) -> None:
    assert cited(text) == [expected]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("115- HD/BGTW", "HD 115-HD/BTGTW misprint"),
        ("60/NQ-TW", "NQ 60-NQ/TW misprint"),
        ("32-CT/TVV", "CT 32-CT/TW misprint"),
        ("05-CTTW", "CT 05-CT/TW misprint"),
        ("05/CT/TW", "CT 05-CT/TW misprint"),
        ("05-CT TW", "CT 05-CT/TW misprint"),
        ("05-CT/TƯ", "CT 05-CT/TW misprint"),
        ("16-CT/TTg", "CT 16/CT-TTg misprint"),
        ("19/QD-TTg", "QĐ 19/QĐ-TTg misprint"),
        ("15/HD-BTGTU", "HD 15-HD/BTGTU @binh-dinh misprint"),
        # Spaces, dashes and the eth are no misprints.
        ("05 CT/TW", "CT 05-CT/TW"),
        ("85KH/TU", "KH 85-KH/TU @binh-dinh"),
        ("16/CT – TTG", "CT 16/CT-TTg"),
        ("99-QÐ/TW", "QĐ 99-QĐ/TW"),
    ],
)
def test_misprints(printed: str, expected: str) -> None:
    assert cited(f"theo văn bản số {printed} đã gửi") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quy định số 208-QĐ/TW", "QyĐ 208-QĐ/TW"),
        ("Quy định số 08-QĐi/TW", "QyĐ 08-QĐi/TW"),
        ("Quyết định số 208-QĐ/TW", "QĐ 208-QĐ/TW"),
        ("Quy định về nêu gương (số 101-QĐ/TW)", "QyĐ 101-QĐ/TW"),
        ("Thông báo Kết luận 173-TB/TW", "TB 173-TB/TW"),
    ],
)
def test_types(text: str, expected: str) -> None:
    assert cited(text) == [expected]


@pytest.mark.parametrize(
    ("text", "province", "expected"),
    [
        ("Nghị quyết 04-NQ/TU", None, None),
        ("Nghị quyết 04-NQ/TU của Tỉnh ủy Lai Châu", None, "lai-chau"),
        ("Nghị quyết 04-NQ/TU của Tỉnh uỷ Khánh Hoà", PROVINCE, "khanh-hoa"),
        ("Tỉnh ủy Phú Yên đã ban hành Nghị quyết 04-NQ/TU", PROVINCE, "phu-yen"),
        ("Tỉnh ủy Phú Yên từng có văn bản số 123-CV/TU", PROVINCE, "phu-yen"),
        ("Quyết định 12-QĐ/TU của Thường vụ Tỉnh ủy Lào Cai", PROVINCE, "lao-cai"),
        ("Hướng dẫn số 12 của Ban Tuyên giáo tỉnh Lào Cai", PROVINCE, "lao-cai"),
        ("Điện Biên ban hành Nghị quyết 04-NQ/TU", PROVINCE, "dien-bien"),
        ("Thành ủy Hà Nội ban hành Chương trình 06-CTr/TU", PROVINCE, "ha-noi"),
        ("Chương trình 06-CTr/TU của Thành ủy", "ha-noi", "ha-noi"),
        ("Thị ủy An Nhơn ban hành Nghị quyết 04-NQ/TU", PROVINCE, None),
        ("Nghị quyết 04-NQ/TW của Bộ Chính trị", PROVINCE, None),
        ("Kế hoạch 12/KH-UBND của UBND tỉnh Gia Lai", PROVINCE, "gia-lai"),
        ("Kế hoạch 12/KH-UBND của UBND huyện Tây Sơn", PROVINCE, None),
        ("UBND thành phố Quy Nhơn ban hành Kế hoạch 12/KH-UBND", PROVINCE, None),
        ("Quyết định 412/QĐ-UBND của UBND TP. Đà Nẵng", PROVINCE, "da-nang"),
        ("xã Nhơn Lý ban hành Kế hoạch 12/KH-UBND", PROVINCE, None),
        ("Kế hoạch 12/KH-UBND của thành phố Quy Nhơn", PROVINCE, None),
        ("Kế hoạch 12/KH-UBND của xã Nhơn Lý", PROVINCE, None),
        ("Kế hoạch 12/KH-UBND của TP. Đà Nẵng", PROVINCE, "da-nang"),
        ("Tỉnh ủy Phú Yên trước đây từng có Nghị quyết 05-NQ/TU", PROVINCE, "phu-yen"),
        ("Kế hoạch 14-KH/TU của Tỉnh ủy Gia Lai trước sáp nhập", PROVINCE, "gia-lai"),
    ],
)
def test_provinces(text: str, province: str | None, expected: str | None) -> None:
    (citation,) = find_citations(ArticleText(title="", body=text), province)
    assert citation.province == expected


def test_the_province_beside_is_the_one_of_the_date() -> None:
    text = "Nghị quyết 04-NQ/TU của Tỉnh ủy Quảng Trị"
    assert cited(text, on=date(2020, 1, 1)) == ["NQ 04-NQ/TU @quang-tri"]
    assert cited(text, on=date(2025, 9, 1)) == ["NQ 04-NQ/TU @quang-tri-2025"]
    # A name that no province bears any more is the former one's.
    former = "Nghị quyết 04-NQ/TU của Tỉnh ủy Thái Bình"
    assert cited(former, on=date(2025, 9, 1)) == ["NQ 04-NQ/TU @thai-binh"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Other bodies' terms and days.
        ("Nghị quyết số 43/2022/QH15 của Quốc hội khóa XV", "NQ 43/2022/QH15"),
        ("thực hiện Chỉ thị 05-CT/TW của Tỉnh ủy (khóa XX)", "CT 05-CT/TW"),
        ("Chỉ thị 05-CT/TW của Bộ Chính trị, ngày 15/8/2016, Tỉnh ủy tổ chức", "CT 05-CT/TW"),
        ("Chỉ thị số 05-CT/TW cấp tỉnh (ngày 26/4/2021)", "CT 05-CT/TW"),
        # Less than a day, more than one, and none of the calendar's.
        ("Chỉ thị 05-CT/TW ngày 15/5 của Bộ Chính trị (khóa XII)", "CT 05-CT/TW XII"),
        ("Chỉ thị 05-CT/TW tháng 5/2016", "CT 05-CT/TW"),
        ("Chỉ thị 05-CT/TW năm 2016", "CT 05-CT/TW"),
        ("Chỉ thị 05-CT/TW ngày 15-17/5/2016", "CT 05-CT/TW"),
        ("Chỉ thị 05-CT/TW ngày 31/2/2016", "CT 05-CT/TW"),
    ],
)
def test_terms_and_days_that_are_not_the_documents(text: str, expected: str) -> None:
    assert cited(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 15/5/2016 và 2-9, tỷ số 3-1, 24/7, giai đoạn 2016-2020, 1/500, Km 12/QL1A",
        "điện thoại 0236.3822.035, 0913-123-456, xe 43A-123.45, 29A-12345, tàu QB-93768-TS",
        "biên nhận số 12/BN-CAX, 3-ct/hộ, lớp K15-CT/HC",
        "kế hoạch số 1 và kế hoạch số 2; phương án số 1; Mẫu số 07; tổ 15, 16",
        "Ban Chỉ đạo 35, Chương trình 135, lô 12-KDC, mô hình 3-4-5, 16 - CLB, đội U22-VN",
        "Hội nghị quyết định 15 nội dung, kết luận 3 vấn đề; quy định 5 ngày; hướng dẫn 12 cơ sở",
        "Kế hoạch 5 năm, Kế hoạch 2021-2025, Nghị quyết 10 năm, Kết luận 3 nội dung, Năm 2016 CT/TW",
        "Luật An ninh mạng gồm 7 chương; Điều 4 Hiến pháp năm 2013; Quyết định 12 người trúng tuyển",
        "Nghị quyết của Quốc hội khóa XV; nghị quyết, chỉ thị của Trung ương; HĐND tỉnh khóa IX",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert cited(text) == []


_FRAGMENTS = st.sampled_from(
    [
        *(
            "Chỉ thị",
            "các Nghị quyết",
            "NQ",
            "Quy định",
            "số",
            "05",
            "15, 16",
            "05-CT/TW",
            "/",
            "-",
        ),
        *("60/NQ-TW", "16/CT-TTg", "202/2025/QH15", "1125/BTTTT-CBC", "621/NQ-NS-TU", "(khóa XII)"),
        *(
            "ngày 15/5/2016",
            "khóa",
            "XI",
            "của Bộ Chính trị",
            "của Tỉnh uỷ Lai Châu",
            "Trung ương 4",
        ),
        *("Hội nghị", "và", ",", "Đại hội XIII", "Đảng bộ tỉnh", "lần thứ", "ban hành", "\n\n"),
        *("–", "\u00a0", "İ", "(", ")", ";"),
    ]
)


@given(st.lists(_FRAGMENTS, max_size=14).map(" ".join), st.sampled_from([None, "ha-noi", PROVINCE]))
def test_places_are_exact_whatever_the_text(text: str, province: str | None) -> None:
    found = find_citations(ArticleText(title=text, body=text), province)
    for citation in found:
        assert text[citation.span.start : citation.span.end] == citation.printed
        assert citation.printed == citation.printed.strip() != ""
        assert citation.same_as is None or citation.same_as < len(found)
    places = [(c.span.part != Part.TITLE, c.span.start) for c in found]
    assert places == sorted(places)
