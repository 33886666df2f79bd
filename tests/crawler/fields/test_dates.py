"""The dates that sites print: every form of domain.md C, and what must not be read as a date."""
# ruff: noqa: E501 - one row of a table is one line

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readings import Precision
from archive.timezone import VIETNAM, now
from crawler.fields.date_scan import Label
from crawler.fields.dates import (
    is_clock,
    is_date_line,
    read_date,
    read_dates,
)

MINUTE, DAY, MONTH, YEAR = Precision.MINUTE, Precision.DAY, Precision.MONTH, Precision.YEAR
ARTICLE, LISTING, CLOCK, SUFFIX, GLUED = "article", "listing", "clock", "suffix", "glued"
PUBLISHED: Label = "published"
UPDATED: Label = "updated"
TODAY: Label = "today"

# Row of domain.md C; where it stands; the line; value; precision; raw (None: the whole line); label; rest.
Row = tuple[str, str, str, str, Precision, str | None, Label | None, str]
ROWS: list[Row] = [
    ("1", ARTICLE, "Thứ Ba, 4/5/2021 17:29'(GMT+7)", "2021-05-04 17:29", MINUTE, None, None, ""),
    ("2", ARTICLE, "Thứ Năm, 8/6/2023 14:46'(GMT+7)", "2023-06-08 14:46", MINUTE, None, None, ""),
    ("3", ARTICLE, "Thứ Sáu, 24/1/2020 9:1'(GMT+7)", "2020-01-24 09:01", MINUTE, None, None, ""),
    # Only its place and the day of the fetch tell that row 4 is a clock: see test_date_choice.
    ("4", ARTICLE, "Thứ Tư, 24/7/2024", "2024-07-24", DAY, None, None, ""),
    ("5", ARTICLE, "4.8.2017 - 11:20", "2017-08-04 11:20", MINUTE, None, None, ""),
    ("6", CLOCK, "Hôm nay, ngày 21 tháng 7 năm 2018", "2018-07-21", DAY, "ngày 21 tháng 7 năm 2018", TODAY, ""),
    ("7", ARTICLE, "Thứ ba - 18/07/2023 22:40 953 0", "2023-07-18 22:40", MINUTE, "Thứ ba - 18/07/2023 22:40", None, ""),
    ("8", ARTICLE, "Thứ tư - 29/07/2020 23:14   Đã xem: 530   Phản hồi: 0", "2020-07-29 23:14", MINUTE, "Thứ tư - 29/07/2020 23:14", None, ""),
    ("9", ARTICLE, "Thứ ba - 05/03/2024 04:49", "2024-03-05 04:49", MINUTE, None, None, ""),
    ("10", ARTICLE, "Thứ năm - 09/03/2017 21:41 3.217 0", "2017-03-09 21:41", MINUTE, "Thứ năm - 09/03/2017 21:41", None, ""),
    ("11a", LISTING, "04:35 15/03/2016", "2016-03-15 04:35", MINUTE, None, None, ""),
    ("11b", LISTING, "06:14 12/08/2022", "2022-08-12 06:14", MINUTE, None, None, ""),
    ("12", ARTICLE, "19/05/2024  08:53", "2024-05-19 08:53", MINUTE, "19/05/2024 08:53", None, ""),
    ("13a", LISTING, "09/05/2025 3:25 CH", "2025-05-09 15:25", MINUTE, None, None, ""),
    ("13b", LISTING, "21/09/2023 4:10 CH", "2023-09-21 16:10", MINUTE, None, None, ""),
    ("15", LISTING, "Thứ Ba 31/05/2022 09:48", "2022-05-31 09:48", MINUTE, None, None, ""),
    ("16", ARTICLE, "Đăng ngày: 20/01/2020 - 8:28:04 AM | Lượt xem: 1231 | Trần Thị Thanh Thủy", "2020-01-20 08:28", MINUTE, "20/01/2020 - 8:28:04 AM", PUBLISHED, "Trần Thị Thanh Thủy"),
    ("17", CLOCK, "Thứ Bảy, ngày 29 tháng 2 năm 2020 - 8:28:19 PM", "2020-02-29 20:28", MINUTE, None, None, ""),
    ("18", ARTICLE, "Thời gian đăng: 26/11/2018 01:49:17 PM", "2018-11-26 13:49", MINUTE, "26/11/2018 01:49:17 PM", PUBLISHED, ""),
    ("19", ARTICLE, "17:12 - 27/09/2018", "2018-09-27 17:12", MINUTE, None, None, ""),
    ("20", ARTICLE, "26/04/2019 - 07:37", "2019-04-26 07:37", MINUTE, None, None, ""),
    ("21", LISTING, "15/07/2018", "2018-07-15", DAY, None, None, ""),
    ("22", ARTICLE, "02/06/2025 06:48", "2025-06-02 06:48", MINUTE, None, None, ""),
    ("23", LISTING, "2022-7-12", "2022-07-12", DAY, None, None, ""),
    ("24", LISTING, "Cập nhật lúc: 18:00 |22/05/2022", "2022-05-22 18:00", MINUTE, "18:00 |22/05/2022", UPDATED, ""),
    ("25", ARTICLE, "Cập nhật lúc: 22/04/2016 650", "2016-04-22", DAY, "22/04/2016", UPDATED, ""),
    ("26a", ARTICLE, "Thứ sáu, 29/03/2024, 03:46 [GMT+7]", "2024-03-29 03:46", MINUTE, None, None, ""),
    ("26b", ARTICLE, "Thứ sáu, 26/04/2019 - 11:21'", "2019-04-26 11:21", MINUTE, None, None, ""),
    ("27", ARTICLE, "Thứ Tư, 14/08/2024, 18:31 [GMT+7]", "2024-08-14 18:31", MINUTE, None, None, ""),
    ("28", ARTICLE, "17:54, 08/04/2024", "2024-04-08 17:54", MINUTE, None, None, ""),
    ("29a", ARTICLE, "Cập nhật: Thứ sáu, 18/10/2019 | 1:36:31 PM", "2019-10-18 13:36", MINUTE, "Thứ sáu, 18/10/2019 | 1:36:31 PM", UPDATED, ""),
    ("29b", ARTICLE, "Cập nhật: Thứ ba, 29/6/2010 | 8:43:01 AM", "2010-06-29 08:43", MINUTE, "Thứ ba, 29/6/2010 | 8:43:01 AM", UPDATED, ""),
    ("30", ARTICLE, "Cập nhật: 07/04/2021 15:38:00", "2021-04-07 15:38", MINUTE, "07/04/2021 15:38:00", UPDATED, ""),
    ("31", SUFFIX, "... dấu ấn nửa nhiệm kỳ (03/02/2019 21:20)", "2019-02-03 21:20", MINUTE, "03/02/2019 21:20", None, "... dấu ấn nửa nhiệm kỳ"),
    ("32", ARTICLE, "Ngày 28 tháng 10 năm 2020", "2020-10-28", DAY, None, None, ""),
    ("33", ARTICLE, "Thứ 4, 14/10/2020 | 16:39:25", "2020-10-14 16:39", MINUTE, None, None, ""),
    ("34a", ARTICLE, "Thứ sáu, 18/11/2022 15:17 (GMT+7)", "2022-11-18 15:17", MINUTE, None, None, ""),
    ("34b", ARTICLE, "Thứ năm, 10/09/2020 21:22", "2020-09-10 21:22", MINUTE, None, None, ""),
    ("35", ARTICLE, "21:30, ngày 06-11-2018", "2018-11-06 21:30", MINUTE, None, None, ""),
    ("36a", ARTICLE, "01/08/2018 | 08:07  | cms-view-count: 3223", "2018-08-01 08:07", MINUTE, "01/08/2018 | 08:07", None, ""),
    ("36b", ARTICLE, "Publish date 31/08/2023 | 08:09", "2023-08-31 08:09", MINUTE, "31/08/2023 | 08:09", PUBLISHED, ""),
    ("37", ARTICLE, "2023-08-10T07:26:00.000Z", "2023-08-10 14:26", MINUTE, None, None, ""),
    ("38a", CLOCK, "Thứ bảy Ngày 04 Tháng 05 Năm 2024, 05:54:51", "2024-05-04 05:54", MINUTE, None, None, ""),
    ("38b", ARTICLE, "Ngày đăng: 23/02/2024", "2024-02-23", DAY, "23/02/2024", PUBLISHED, ""),
    ("39a", CLOCK, "Thứ tư, 24-12-25 08:29:22", "2025-12-24 08:29", MINUTE, None, None, ""),
    ("39b", CLOCK, "Thứ ba, 22-4-25 02:08:13", "2025-04-22 02:08", MINUTE, None, None, ""),
    ("40", ARTICLE, "28/01/2026 - 16:47", "2026-01-28 16:47", MINUTE, None, None, ""),
    ("41", ARTICLE, "15/12/2023 18:12", "2023-12-15 18:12", MINUTE, None, None, ""),
    ("42", ARTICLE, "Sỹ Hào - 06:16, 22/08/2024", "2024-08-22 06:16", MINUTE, "06:16, 22/08/2024", None, "Sỹ Hào"),
    ("43a", ARTICLE, "Ngày đăng: 25/06/2021 11:10", "2021-06-25 11:10", MINUTE, "25/06/2021 11:10", PUBLISHED, ""),
    ("43b", ARTICLE, "Ngày đăng: 09:52:46 01/09/2017", "2017-09-01 09:52", MINUTE, "09:52:46 01/09/2017", PUBLISHED, ""),
    ("43c", ARTICLE, "Đăng ngày 15-05-2022 10:48", "2022-05-15 10:48", MINUTE, "15-05-2022 10:48", PUBLISHED, ""),
    ("43d", ARTICLE, "Ngày post: 20-11-2024", "2024-11-20", DAY, "20-11-2024", PUBLISHED, ""),
    ("44", ARTICLE, "Lượt xem: 7370 | Gửi lúc: 05/12/2013 15:42:27", "2013-12-05 15:42", MINUTE, "05/12/2013 15:42:27", PUBLISHED, ""),
    ("45", ARTICLE, "Cập nhật 04/09/2009 - 01:00:58 PM (GMT+7)", "2009-09-04 13:00", MINUTE, "04/09/2009 - 01:00:58 PM (GMT+7)", UPDATED, ""),
    ("46", LISTING, "(14:46 | 13/05/2020)", "2020-05-13 14:46", MINUTE, "14:46 | 13/05/2020", None, ""),
    ("47", SUFFIX, "Triển khai ... năm 2024 (04/03/2024)", "2024-03-04", DAY, "04/03/2024", None, "Triển khai ... năm 2024"),
    ("48", ARTICLE, "01/10/2021 15:53    4792", "2021-10-01 15:53", MINUTE, "01/10/2021 15:53", None, ""),
    ("49", ARTICLE, "22/09/2022 15:15", "2022-09-22 15:15", MINUTE, None, None, ""),
    ("50a", ARTICLE, "16/12/2016 07:53:54", "2016-12-16 07:53", MINUTE, None, None, ""),
    ("50b", ARTICLE, "Thời gian đăng: 22/07/2020 10:02:18 AM", "2020-07-22 10:02", MINUTE, "22/07/2020 10:02:18 AM", PUBLISHED, ""),
    ("50c", ARTICLE, "15:28:44 , 18/11/2017", "2017-11-18 15:28", MINUTE, None, None, ""),
    ("50d", GLUED, "Cập nhật: 22/12/2024Sáng nay, Trường Bổ túc văn hóa Pali tổ chức lễ kỷ niệm.", "2024-12-22", DAY, "22/12/2024", UPDATED, "Sáng nay, Trường Bổ túc văn hóa Pali tổ chức lễ kỷ niệm."),
    ("51a", LISTING, "18 Tháng 9, 2025", "2025-09-18", DAY, None, None, ""),
    ("51b", LISTING, "13/10/2020, 20:57", "2020-10-13 20:57", MINUTE, None, None, ""),
    ("51c", LISTING, "07/05/2020", "2020-05-07", DAY, None, None, ""),
    ("52", ARTICLE, "Thứ tư, 08 Tháng 9 2021 15:09", "2021-09-08 15:09", MINUTE, None, None, ""),
]  # fmt: skip
# Row 14 is month first, and has a test of its own.


def moment(text: str) -> datetime:
    """Return ``2021-05-04 17:29`` as Vietnam time."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_forms_of_domain_c(row: Row) -> None:
    _, _, line, value, precision, raw, label, rest = row
    date = read_date(line)
    assert date is not None
    assert date.value == moment(value)
    assert date.value.utcoffset() == VIETNAM.utcoffset(None)
    assert (date.precision, date.raw, date.label, date.rest) == (
        precision,
        raw or line,
        label,
        rest,
    )


def test_every_row_of_domain_c_is_there() -> None:
    numbers = {int(row[0].rstrip("abcd")) for row in ROWS}
    assert numbers == set(range(1, 53)) - {14}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_date_lines_and_clocks_of_domain_c(row: Row) -> None:
    place, line = row[1], row[2]
    assert is_date_line(line) is (place in (ARTICLE, LISTING))
    assert is_clock(line) is (place == CLOCK)


# Other forms that platforms.md and domain.md name, or that mark-up makes of these.
@pytest.mark.parametrize(
    ("line", "value", "precision", "label"),
    [
        ("Chủ nhật - 30/07/2023 07:05", "2023-07-30 07:05", MINUTE, None),
        ("Chủ Nhật, ngày 30/7/2023 | GMT +7", "2023-07-30", DAY, None),
        ("CN, 30/07/2023", "2023-07-30", DAY, None),
        ("T2, 31/07/2023", "2023-07-31", DAY, None),
        ("Thứ bẩy, 29/07/2023 08:00", "2023-07-29 08:00", MINUTE, None),
        ("THỨ BA, NGÀY 18/07/2023", "2023-07-18", DAY, None),
        ("Tuesday, 9/11/2021", "2021-11-09", DAY, None),
        ("Thứ Hai, 10:32 31/07/2023", "2023-07-31 10:32", MINUTE, None),
        ("10:32 | Thứ Hai, 31/07/2023", "2023-07-31 10:32", MINUTE, None),
        ("01/04/2022 - 15:28 GMT+7 ", "2022-04-01 15:28", MINUTE, None),
        ("13:07 - 06/01/2022", "2022-01-06 13:07", MINUTE, None),
        ("17:12-27/09/2018", "2018-09-27 17:12", MINUTE, None),
        ("22:45, ngày 22-11-2020", "2020-11-22 22:45", MINUTE, None),
        ("02/07/2024 08:00:00 AM", "2024-07-02 08:00", MINUTE, None),
        ("12/3/2020 12:05 CH", "2020-03-12 12:05", MINUTE, None),
        ("12/3/2020 12:05 SA", "2020-03-12 00:05", MINUTE, None),
        ("12/3/2020 11:05 SA", "2020-03-12 11:05", MINUTE, None),
        ("12/3/2020 15:30 PM", "2020-03-12 15:30", MINUTE, None),
        ("12/3/2020 lúc 8h05", "2020-03-12 08:05", MINUTE, None),
        ("12/3/2020 lúc 8 giờ 5", "2020-03-12 08:05", MINUTE, None),
        # A time that does not exist takes the minute away, not the day.
        ("12/3/2020 24:00", "2020-03-12", DAY, None),
        ("12/3/2020 25:10", "2020-03-12", DAY, None),
        ("12/3/2020 10:61", "2020-03-12", DAY, None),
        ("12/3/2020 15:30 AM", "2020-03-12", DAY, None),
        ("12/3/2020 0:30 CH", "2020-03-12", DAY, None),
        # Mark-up that glues: padded forms can be told apart.
        ("Thứ ba - 18/07/2023 22:40953 0", "2023-07-18 22:40", MINUTE, None),
        ("Thứ ba - 18/07/202322:40", "2023-07-18 22:40", MINUTE, None),
        ("12/3/2020 23:14Đã xem: 530", "2020-03-12 23:14", MINUTE, None),
        ("03 Tháng 6 2024", "2024-06-03", DAY, None),
        ("Được đăng: 03 Tháng 6 2024", "2024-06-03", DAY, PUBLISHED),
        ("Tháng Hai 26, 2022", "2022-02-26", DAY, None),
        ("Tháng Mười Hai 5, 2022", "2022-12-05", DAY, None),
        ("26 Tháng Mười Một, 2022", "2022-11-26", DAY, None),
        ("Th2 26, 2022", "2022-02-26", DAY, None),
        ("February 26, 2022", "2022-02-26", DAY, None),
        ("26 Feb 2022", "2022-02-26", DAY, None),
        ("26.02.2022", "2022-02-26", DAY, None),
        ("31 / 12 / 2020", "2020-12-31", DAY, None),
        ("Ngày: 18/07/2023", "2023-07-18", DAY, PUBLISHED),
        ("Cập nhật ngày 12/3/2020", "2020-03-12", DAY, UPDATED),
        ("Cập nhật lần cuối: 12/3/2020", "2020-03-12", DAY, UPDATED),
        ("Cập nhật 12/03/20", "2020-03-12", DAY, UPDATED),
        ("Được gửi bởi quantri vào Thứ Bảy, 13/07/2019 - 23:55", "2019-07-13 23:55", MINUTE, PUBLISHED),
        ("Tác giả: Vũ Võ | 18/07/2023 22:40", "2023-07-18 22:40", MINUTE, None),
        ("Ngày đăng: tháng 5/2021", "2021-05-01", MONTH, PUBLISHED),
        ("Xuất bản: tháng 5 năm 2021", "2021-05-01", MONTH, PUBLISHED),
        ("Xuất bản năm 2019", "2019-01-01", YEAR, PUBLISHED),
        ("Lượt xem: 71 - 20/1/2020", "2020-01-20", DAY, None),
        ("2,171 lượt xem | 20/1/2020", "2020-01-20", DAY, None),
        ("20/1/2020 (8.259 lượt xem)", "2020-01-20", DAY, None),
        ("18/07/2023\u00a022:40", "2023-07-18 22:40", MINUTE, None),
        ("\ufeff18/07/2023 22:40", "2023-07-18 22:40", MINUTE, None),
        ("Thu\u031b\u0301 ba - 18/07/2023 22:40", "2023-07-18 22:40", MINUTE, None),
    ],
)  # fmt: skip
def test_other_forms(line: str, value: str, precision: Precision, label: Label | None) -> None:
    date = read_date(line)
    assert date is not None
    assert (date.value, date.precision, date.label) == (moment(value), precision, label)
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Hội nghị sơ kết công tác tuyên giáo",
        "Thứ nhất, Ban Tuyên giáo Tỉnh ủy đã chủ động tham gia",
        "Thứ hai, chỉ đạo đẩy mạnh công tác tuyên truyền năm 2020",
        "Thứ năm, ban hành văn bản hướng dẫn",
        "Thứ tám, tăng cường nắm bắt dư luận xã hội 6 tháng đầu năm 2020",
        "Số: 25/2024/TT-BTC",
        "Nghị quyết 202/2025/QH15",
        "Số 477/CT-UBND",
        "Chỉ thị số 05-CT/TW",
        "Nghị quyết số 20-NQ/TW, ngày 01/11/2012",
        "Quy định số 208-QĐ/TW ngày 08/11/2019",
        "Thông tư số 83/2014/TT-BTC, ngày 26 tháng 6 năm 2014",
        "Hội nghị trực tuyến (ngày 27-28/3/2021)",
        "Trong 2 ngày 27 - 28/3/2021",
        "Trong hai ngày 27 và 28/3/2021",
        "Từ ngày 25/2 đến 28/2",
        "Từ ngày 25/2 đến ngày 28/2/2020",
        "Từ ngày 25/2/2020 đến ngày 28/2/2020",
        "trước ngày 30/6/2024",
        "93 năm ngày truyền thống Ngành Tuyên giáo của Đảng (01/8/1930 - 01/8/2023)",
        "ngày 01-11/11",
        "Ngày 18/7, Ban Tuyên giáo Tỉnh ủy tổ chức Hội nghị",
        "Chiều 31.10, tại thành phố",
        "Giao ban báo chí định kỳ tháng 8/2020",
        "Tháng 5/2021",
        "Năm 2019",
        "2019",
        "giai đoạn 2015-2020",
        "nhiệm kỳ 2020 - 2025",
        "Điện thoại: 0209.3870.123",
        "ĐT: 098.12.34.567",
        "IP 192.168.20.20",
        "IP 10.1.20.2020",
        "Phiên bản 4.5.05",
        "26.472 lượt, đạt 97,55%",
        "31642365",
        "Hôm nay13,131",
        "Tháng hiện tại643,148",
        "48vu vo",
        "3/4/20",  # a year of two digits needs a weekday, a time or a label
        "12/03-2020",
        "1/2/20201",
        # Days that do not exist, and weekdays that fit neither order.
        "31/2/2020",
        "45/13/2020",
        "29/02/2021 10:00",
        "0/5/2020",
        "2020-13-01",
        "31 tháng 4 năm 2020",
        "Thứ Tư, 4/5/2021 17:29",
        "Thứ Hai, ngày 4 tháng 5 năm 2021",
        # Years in which nothing was published on the web.
        "19/5/1890",
        "30/04/1975 11:30",
        f"01/01/{now().year + 2}",
    ],
)
def test_not_a_date_of_publication(line: str) -> None:
    assert read_date(line) is None
    assert not is_date_line(line)
    assert not is_clock(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ngày 5/4/2021, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị giao ban",
        "Ngày 5/4/2021, Ban Tuyên giáo",
        "Sáng 5/4/2021, Hội Nông Dân",
        "Sáng 5/4/2021",
        "Chiều 31.10.2020 tại Hà Nội",
        "Ngày 5/4/2021:",
        "Lai Châu, ngày 18 tháng 7 năm 2023",
        "Lai Châu, 18/7/2023",
        "ĐẠI HỘI ĐẢNG BỘ TỈNH (20/10/2020)",
        "Hội nghị diễn ra vào 8:00 ngày 20/10/2020 tại hội trường",
        "Tin hoạt động 20/10/2020",
        "Ngày đăng: 20/10/2020 Ban Tuyên giáo Tỉnh ủy vừa tổ chức hội nghị.",
        "Thứ tư, 24/7/2024 là ngày hội của toàn dân",
        f"{'Trần Thị Thanh Thủy và cộng sự ' * 6}- 20/10/2020",
    ],
)
def test_sentences_and_titles_are_no_date_lines(line: str) -> None:
    assert read_date(line) is not None
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Sỹ Hào, 06:16, 22/08/2024", "Sỹ Hào"),
        ("Vũ Võ - 18/07/2023", "Vũ Võ"),
        ("18/07/2023 22:40 | Vũ Võ và Tô Long", "Vũ Võ và Tô Long"),
        ("18/07/2023 22:40 H’Lim Niê", "H’Lim Niê"),
        ("Thứ ba - 18/07/2023 22:40 953 0 | Hà Anh (TH)", "Hà Anh (TH)"),
        ("Tác giả: Vũ Võ 18/07/2023", "Tác giả: Vũ Võ"),
    ],
)
def test_an_author_may_stand_on_the_line(line: str, author: str) -> None:
    date = read_date(line)
    assert date is not None
    assert date.rest == author
    assert is_date_line(line)


@pytest.mark.parametrize(
    ("line", "month_first", "day"),
    [
        ("11/19/2019 3:00 PM", True, "2019-11-19 15:00"),  # row 14 of domain.md C
        ("11/19/2019 3:00 PM", False, None),
        ("4/5/2021", True, "2021-04-05"),
        ("4/5/2021", False, "2021-05-04"),
        ("4-5-2021", True, "2021-04-05"),
        # The weekday decides, whatever the caller was told.
        ("Thứ Ba, 4/5/2021", True, "2021-05-04"),
        ("Thứ Hai, 4/5/2021", False, "2021-04-05"),
        ("Thứ Ba, 11/19/2019", False, "2019-11-19"),
        ("19/11/2019", True, None),
        ("Thứ Tư, 4/5/2021", True, None),
        ("2021-05-04", True, "2021-05-04"),
        ("4 tháng 5 năm 2021", True, "2021-05-04"),
    ],
)
def test_order_of_day_and_month(line: str, month_first: bool, day: str | None) -> None:
    date = read_date(line, month_first=month_first)
    assert (date and date.value) == (moment(day) if day else None)


def test_row_14_is_a_date_line() -> None:
    assert is_date_line("11/19/2019 3:00 PM")


def test_an_unpadded_minute_with_a_counter_glued_to_it_is_no_time() -> None:
    date = read_date("24/1/2020 9:1953")
    assert date is not None
    assert (date.value, date.precision) == (moment("2020-01-24"), DAY)


def test_two_dates_on_one_line() -> None:
    line = "Ngày đăng: 20/01/2020 | Cập nhật: 21/01/2020 08:15 | Lượt xem: 12 | Vũ Võ"
    published, updated = read_dates(line)
    assert (published.label, published.raw) == (PUBLISHED, "20/01/2020")
    assert (updated.label, updated.raw) == (UPDATED, "21/01/2020 08:15")
    assert published.rest == updated.rest == "Vũ Võ"
    assert is_date_line(line)


def test_an_impossible_date_spoils_the_line() -> None:
    assert read_dates("Thứ Tư, 4/5/2021 (20/3/2019)") == []


def test_a_year_of_two_digits_lies_on_both_sides_of_2000() -> None:
    assert [d.value.year for d in read_dates("Ngày đăng: 3/4/98 | Cập nhật: 3/4/24")] == [
        1998,
        2024,
    ]


def test_a_paragraph_is_not_searched() -> None:
    assert read_date("Ngày 5/4/2021, " + "Ban Tuyên giáo Tỉnh ủy " * 40) is None


@given(st.datetimes(datetime(1997, 1, 1), datetime(2026, 12, 31)))  # noqa: DTZ001
def test_every_moment_is_read_back_from_every_form(value: datetime) -> None:
    weekday = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
    day, minute = f"{value.day}/{value.month}/{value.year}", f"{value.hour}:{value.minute}"
    half = "CH" if value.hour >= 12 else "SA"
    expected = value.replace(second=0, microsecond=0, tzinfo=VIETNAM)
    for line in (
        f"{weekday[value.weekday()]}, {day} {minute}'(GMT+7)",
        f"{minute} - {value:%d.%m.}{value.year}",
        f"Ngày đăng: {value.day} tháng {value.month} năm {value.year}, {minute}",
        f"{day} {value.hour % 12 or 12}:{value.minute:02} {half}",
    ):
        date = read_date(line)
        assert date is not None
        assert (date.value, date.precision) == (expected, MINUTE)
        assert is_date_line(line)


@given(st.text("0123456789/.-:, ()Thứhainăm tháng|CNSAPM'", max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for date in read_dates(text):
        assert date.value.utcoffset() == VIETNAM.utcoffset(None)
        assert date.raw
    assert not (is_date_line(text) and is_clock(text))
