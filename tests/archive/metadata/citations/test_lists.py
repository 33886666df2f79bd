"""Lists of documents, and numbers without symbols."""

from __future__ import annotations

import pytest

from archive.metadata.citations import find_citations
from archive.metadata.findings import ArticleText
from tests.archive.metadata.citations.showing import cited


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chỉ thị số 15, 16/CT-TTg", ["CT 15/CT-TTg", "CT 16/CT-TTg"]),
        ("các Chỉ thị 15,16/CT-TTg", ["CT 15/CT-TTg", "CT 16/CT-TTg"]),
        ("các Nghị quyết số 18, 19-NQ/TW", ["NQ 18-NQ/TW", "NQ 19-NQ/TW"]),
        (
            "các Nghị quyết số 18, 19-NQ/TW ngày 25/10/2017",
            ["NQ 18-NQ/TW 2017-10-25", "NQ 19-NQ/TW 2017-10-25"],
        ),
        (
            "18-NQ/TW, 19-NQ/TW và 20-NQ/TW ngày 25/10/2017",
            ["NQ 18-NQ/TW", "NQ 19-NQ/TW", "NQ 20-NQ/TW 2017-10-25"],
        ),
        (
            "Nghị quyết số 42-NQ/TW và 43-NQ/TW, cùng ngày 24/11/2023",
            ["NQ 42-NQ/TW 2023-11-24", "NQ 43-NQ/TW 2023-11-24"],
        ),
        (
            "các Chỉ thị 27, 30, 40 của Ban Thường vụ Tỉnh ủy (khóa XII)",
            [f"CT {number}-CT/TU XII @binh-dinh" for number in (27, 30, 40)],
        ),
        (
            "Nghị quyết số 18-NQ/TW và Nghị quyết số 19-NQ/TW Hội nghị Trung ương 6 khóa XII",
            ["NQ 18-NQ/TW XII", "NQ 19-NQ/TW XII"],
        ),
        (
            "Chỉ thị 05-CT/TW và Kết luận 01-KL/TW của Bộ Chính trị khóa XIII",
            ["CT 05-CT/TW", "KL 01-KL/TW XIII"],
        ),
        (
            "Chương trình số 12-CTr/TU và Kế hoạch số 30-KH/TU của Tỉnh ủy Hà Tĩnh (khóa XVIII)",
            ["CTr 12-CTr/TU XVIII @ha-tinh", "KH 30-KH/TU XVIII @ha-tinh"],
        ),
        (
            "Tỉnh ủy Sơn La ban hành Nghị quyết số 05-NQ/TU và Kế hoạch số 30-KH/TU sau đại hội",
            ["NQ 05-NQ/TU @son-la", "KH 30-KH/TU @son-la"],
        ),
        (
            "Ban Tuyên giáo Tỉnh ủy Sơn La cho biết đã ban hành Kế hoạch số 14-KH/BTGTU",
            ["KH 14-KH/BTGTU @son-la"],
        ),
        ("Kế hoạch số 14-KH/TU của Tỉnh ủy Gia Lai (cũ)", ["KH 14-KH/TU @gia-lai"]),
        (
            "Nghị quyết số 07-NQ/TU, ngày 22/8/2011 và 08-NQ/TU, ngày 28/9/2011 của Tỉnh ủy khóa XII",
            ["NQ 07-NQ/TU 2011-08-22 @binh-dinh", "NQ 08-NQ/TU XII 2011-09-28 @binh-dinh"],
        ),
        (
            "Nghị quyết 07-NQ/TU ngày 22/8/2011 và Kết luận 08-KL/TU của Tỉnh ủy khóa XII",
            ["NQ 07-NQ/TU 2011-08-22 @binh-dinh", "KL 08-KL/TU XII @binh-dinh"],
        ),
        (
            "Quy định 96-QĐ/TW, ngày 2/2/2023, 41-QĐ/TW, ngày 3/11/2021 đều do Bộ Chính trị khóa XIII ký",
            ["QyĐ 96-QĐ/TW XIII 2023-02-02", "QyĐ 41-QĐ/TW XIII 2021-11-03"],
        ),
        (
            "Nghị quyết 09-NQ/TU về đầu tư; Đề án 01-ĐA/TU; tất cả do Tỉnh ủy khóa XVII ban hành",
            ["NQ 09-NQ/TU XVII @binh-dinh", "ĐA 01-ĐA/TU XVII @binh-dinh"],
        ),
        (
            "Kế hoạch 88 của Tỉnh ủy và Hướng dẫn 46 của Ban Tuyên giáo Tỉnh ủy, cùng ngày 10/10/2022",
            ["KH 88-KH/TU 2022-10-10 @binh-dinh", "HD 46-HD/BTGTU 2022-10-10 @binh-dinh"],
        ),
        (
            "Kế hoạch 12-KH/TU và Quyết định 14-QĐ/TU, tất cả đều ký ngày 30/3/2018",
            ["KH 12-KH/TU 2018-03-30 @binh-dinh", "QĐ 14-QĐ/TU 2018-03-30 @binh-dinh"],
        ),
        (
            "Kế hoạch 12-KH/TU về rừng và Chỉ thị 14-CT/TU về biển, cùng ngày 30/3/2018",
            ["KH 12-KH/TU 2018-03-30 @binh-dinh", "CT 14-CT/TU 2018-03-30 @binh-dinh"],
        ),
        (
            "Quy định 37, Quy định 41 và Kết luận 14 của Bộ Chính trị",
            ["QyĐ 37-QĐ/TW", "QyĐ 41-QĐ/TW", "KL 14-KL/TW"],
        ),
        ("Chỉ thị 05 và Kế hoạch 33 của Tỉnh ủy", ["CT (05)", "KH 33-KH/TU @binh-dinh"]),
        (
            "chương trình hành động số 03, 04 và 05-CTr/TU",
            [f"CTr {number}-CTr/TU @binh-dinh" for number in ("03", "04", "05")],
        ),
        (
            "3 nghị quyết, ký hiệu 10, 11-NQ/TW, cùng ban hành ngày 03/6/2017",
            ["NQ 10-NQ/TW 2017-06-03", "NQ 11-NQ/TW 2017-06-03"],
        ),
        (
            "Các chỉ thị của Ban Thường vụ Tỉnh ủy (khóa XII) như Chỉ thị 05, 08-CT/TU",
            ["CT 05-CT/TU XII @binh-dinh", "CT 08-CT/TU XII @binh-dinh"],
        ),
        (
            "Tỉnh ủy (khóa XVI) đã ban hành: Đề án 03-ĐA/TU; Nghị quyết 11-NQ/TU",
            ["ĐA 03-ĐA/TU XVI @binh-dinh", "NQ 11-NQ/TU XVI @binh-dinh"],
        ),
        (
            "Hội nghị Trung ương 5 khóa XII đã thông qua 2 nghị quyết: Nghị quyết 10-NQ/TW, 11-NQ/TW",
            ["NQ 10-NQ/TW", "NQ 11-NQ/TW"],
        ),
        (
            "Ngày 5/7/2022, Tỉnh ủy ra Kế hoạch 12-KH/TU. Cùng ngày, UBND tỉnh có Kế hoạch 30/KH-UBND",
            ["KH 12-KH/TU 2022-07-05 @binh-dinh", "KH 30/KH-UBND 2022-07-05 @binh-dinh"],
        ),
        (
            "Kế hoạch 12-KH/TU ngày 5/7/2022. Ngày 8/7/2022, họp; cùng ngày, Tỉnh ủy có Chỉ thị 14-CT/TU",
            ["KH 12-KH/TU 2022-07-05 @binh-dinh", "CT 14-CT/TU @binh-dinh"],
        ),
        (
            "Tỉnh ủy ban hành Kế hoạch 12-KH/TU của Tỉnh ủy (khóa XIII); Chỉ thị 14-CT/TU",
            ["KH 12-KH/TU XIII @binh-dinh", "CT 14-CT/TU @binh-dinh"],
        ),
        (
            "Ngày 5/7/2022, Tỉnh ủy ra Kế hoạch 12-KH/TU, ngày 8/7/2022 ban hành Chỉ thị số 14-CT/TU",
            ["KH 12-KH/TU 2022-07-05 @binh-dinh", "CT 14-CT/TU 2022-07-08 @binh-dinh"],
        ),
        (
            "Nghị quyết số 20-NQ/TW ngày 1/11/2012 và 18-NQ/TW ngày 25/10/2017 của Trung ương khóa XII",
            ["NQ 20-NQ/TW 2012-11-01", "NQ 18-NQ/TW XII 2017-10-25"],
        ),
        (
            "Quy định số 76-QĐ/TW và 86-QĐ/TW của Bộ Chính trị, Ban Bí thư khóa XII",
            ["QyĐ 76-QĐ/TW XII", "QyĐ 86-QĐ/TW XII"],
        ),
        (
            "Tỉnh ủy Sơn La (khóa XV) ban hành Nghị quyết số 05-NQ/TU về cà phê; Nghị quyết 06-NQ/TU",
            ["NQ 05-NQ/TU XV @son-la", "NQ 06-NQ/TU XV @son-la"],
        ),
        (
            "Tỉnh ủy có Chỉ thị 21, Kế hoạch 88 về thi đua và Hướng dẫn số 12 gửi các huyện",
            ["CT 21-CT/TU @binh-dinh", "KH 88-KH/TU @binh-dinh", "HD 12-HD/TU @binh-dinh"],
        ),
        (
            "Tỉnh ủy ban hành Kế hoạch 15 về chuyển đổi số và Đề án 06",
            ["KH 15-KH/TU @binh-dinh", "ĐA (06)"],
        ),
        (
            "Kết luận số 28-KL/TU, Kết luận số 31-KL/TU cùng ngày 14/12/2018",
            [f"KL {number}-KL/TU 2018-12-14 @binh-dinh" for number in (28, 31)],
        ),
        (
            "Kết luận số 28-KL/TU ngày 14/12/2018 và Kết luận số 31-KL/TU cùng ngày",
            [f"KL {number}-KL/TU 2018-12-14 @binh-dinh" for number in (28, 31)],
        ),
        (
            "Nghị quyết số 28-NQ/TU, Kết luận số 31-KL/TU, đều ngày 14/12/2018",
            ["NQ 28-NQ/TU 2018-12-14 @binh-dinh", "KL 31-KL/TU 2018-12-14 @binh-dinh"],
        ),
        (
            "Kết luận 27-KL/TU ngày 14/12/2018 về rừng; Kết luận 28-KL/TU và 31-KL/TU cùng ngày",
            [f"KL {number}-KL/TU 2018-12-14 @binh-dinh" for number in (27, 28, 31)],
        ),
        (
            "các Kết luận 28-KL/TU, 31-KL/TU đều ban hành ngày 14/12/2018",
            [f"KL {number}-KL/TU 2018-12-14 @binh-dinh" for number in (28, 31)],
        ),
        (
            "Ngày 5/7/2022, Tỉnh ủy ban hành Kết luận 28-KL/TU và Kế hoạch 30-KH/TU về thi đua",
            ["KL 28-KL/TU 2022-07-05 @binh-dinh", "KH 30-KH/TU 2022-07-05 @binh-dinh"],
        ),
        (
            "Theo Chỉ thị 05-CT/TW ngày 15/5/2016, Tỉnh ủy ban hành Kế hoạch 30-KH/TU",
            ["CT 05-CT/TW 2016-05-15", "KH 30-KH/TU @binh-dinh"],
        ),
        (
            "Quyết định 217-QĐ/TW và Quyết định 218-QĐ/TW ngày 12/12/2013 của Bộ Chính trị khóa XI",
            ["QĐ 217-QĐ/TW", "QĐ 218-QĐ/TW XI 2013-12-12"],
        ),
        ("KL 54-KL/TW và NQ 26-NQ/TW của Trung ương (khóa X)", ["KL 54-KL/TW", "NQ 26-NQ/TW X"]),
        (
            "Tỉnh ủy ban hành Kế hoạch 30-KH/TU về thực hiện Chỉ thị 05 và Nghị quyết 35",
            ["KH 30-KH/TU @binh-dinh", "CT (05)", "NQ (35)"],
        ),
        ("Nghị quyết 18, 19 và 3 chương trình hành động", ["NQ (18)", "NQ (19)"]),
    ],
)  # fmt: skip
def test_lists(text: str, expected: list[str]) -> None:
    assert cited(text) == expected


def test_a_list_is_printed_whole() -> None:
    text = "thực hiện Chỉ thị số 15, 16/CT-TTg của Thủ tướng"
    found = find_citations(ArticleText(title="", body=text))
    assert {citation.printed for citation in found} == {"Chỉ thị số 15, 16/CT-TTg"}
    assert [citation.number for citation in found] == ["15", "16"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chỉ thị 05 của Bộ Chính trị", ["CT 05-CT/TW"]),
        ("Quy định 37 của Ban Chấp hành Trung ương", ["QyĐ 37-QĐ/TW"]),
        ("Kế hoạch 141 của Ban Thường vụ Tỉnh ủy", ["KH 141-KH/TU @binh-dinh"]),
        ("Hướng dẫn 25 của Ban Tuyên giáo T.Ư", ["HD 25-HD/BTGTW"]),
        ("Chỉ thị 16 của Thủ tướng Chính phủ", ["CT 16/CT-TTg"]),
        ("Nghị quyết 128/NQ của Chính phủ", ["NQ 128/NQ-CP"]),
        # The symbol has a year that is not printed.
        ("Nghị định 100 của Chính phủ", ["NĐ (100) CP"]),
        ("Nghị quyết 42 của HĐND tỉnh", ["NQ (42) HĐND @binh-dinh"]),
        ("Quyết định 22 của UBND tỉnh", ["QĐ (22) UBND @binh-dinh"]),
        ("Quyết định 1234 của UBND tỉnh", ["QĐ 1234/QĐ-UBND @binh-dinh"]),
        ("Nghị quyết 30a của Chính phủ", ["NQ (30a) CP"]),
        ("Nghị quyết 25 của Quốc hội khóa XV", ["NQ (25) QH15"]),
        ("Bộ Chính trị đã ban hành Nghị quyết 57, 59", ["NQ 57-NQ/TW", "NQ 59-NQ/TW"]),
        ("UBND tỉnh có Kế hoạch 15", ["KH 15/KH-UBND @binh-dinh"]),
        ("Chỉ thị 40 về “Tín dụng chính sách” của Ban Bí thư", ["CT 40-CT/TW"]),
        ("Chỉ thị 40 về tín dụng chính sách của Ban Bí thư", ["CT 40-CT/TW"]),
        ("Quy chế làm việc số 15 của cơ quan", []),
        ("Chỉ thị 05 và quy định 08.", ["CT (05)", "QyĐ (08)"]),
        ("Nghị quyết 35 về bảo vệ nền tảng tư tưởng của Đảng", ["NQ (35)"]),
        ("thực hiện Chỉ thị 05, 100% chi bộ đăng ký", ["CT (05)"]),
        ("Chỉ thị 05, 20 cấp ủy cơ sở", ["CT (05)"]),
        ("Đề án 06 và Chương trình 135", ["ĐA (06)"]),
        ("Kết luận 54 ngày 9/5/2023", ["KL (54) 2023-05-09"]),
    ],
)
def test_bare_numbers(text: str, expected: list[str]) -> None:
    assert cited(text) == expected
