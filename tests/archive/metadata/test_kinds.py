from __future__ import annotations

import time

import pytest

from archive.metadata.findings import ArticleText, Part
from archive.metadata.kinds import find_kind, shipped_weights, signs_of
from archive.metadata.phrases import spelled_out
from archive.taxonomy import all_kinds, tables
from archive.text import syllables
from tests.evaluation.fit_kinds import fitted_to
from tests.evaluation.labels import Split, articles


def test_phrases_are_written_as_they_are_matched() -> None:
    written = [
        phrase
        for table in tables("kinds").values()
        for place in ("title", "opening", "text")
        for entry in table[place]
        for phrase in spelled_out(entry)
    ]
    assert [phrase for phrase in written if " ".join(syllables(phrase)) != phrase] == []


ARTICLES = [
    (
        "tin",
        "Khai mạc hội thi báo cáo viên giỏi",
        "(TG) - Sáng 12/5, tại thành phố Vinh, Ban Tuyên giáo Tỉnh ủy tổ chức khai mạc hội thi. "
        "Tới dự có đồng chí Trần Văn A.\n\nPhát biểu khai mạc, đồng chí Trần Văn A nhấn "
        "mạnh ý nghĩa của hội thi.",
    ),
    (
        "chi-dao",
        "Hướng dẫn tuyên truyền kỷ niệm 75 năm Quốc khánh",
        "Ban Tuyên giáo Tỉnh ủy vừa ban hành Hướng dẫn số 90-HD/BTGTU về tuyên truyền kỷ niệm.\n\n"
        "I. Mục đích, yêu cầu\n\nHướng dẫn yêu cầu các cấp ủy tập trung tuyên "
        "truyền.\n\nII. Nội dung tuyên truyền\n\n"
        "Đề nghị ban tuyên giáo các huyện báo cáo kết quả về Ban.",
    ),
    (
        "bao-cao",
        "Kết quả công tác dân vận 6 tháng đầu năm 2021",
        "6 tháng đầu năm 2021, công tác dân vận đã bám sát nhiệm vụ, đạt nhiều kết quả.\n\nToàn tỉnh đã "
        "tổ chức 120 hội nghị với 12.400 lượt người, tăng 15% so với cùng kỳ; đạt tỷ lệ 98%.\n\nBên cạnh "
        "kết quả đạt được còn hạn chế: có nơi chưa thường xuyên.\n\nNhiệm vụ trọng tâm 6 "
        "tháng cuối năm: tiếp tục đổi mới.",
    ),
    (
        "nghien-cuu",
        "Không thể phủ nhận vai trò lãnh đạo của Đảng",
        "Các thế lực thù địch tung ra luận điệu cho rằng đa đảng mới có dân chủ. Thực "
        "chất đó là sự ngụy biện.\n\n"
        "Thứ nhất, cần khẳng định bản chất của dân chủ. Thứ hai, thực tiễn cho thấy "
        "không thể có dân chủ nếu đất "
        "nước mất ổn định. Vì vậy, chúng ta phải cảnh giác. Rõ ràng, luận điệu trên là sai trái.",
    ),
    (
        "dien-hinh",
        "Người giữ lửa ở bản Nà Lùng",
        "Ở tuổi 70, ông Lò Văn Pó vẫn mỗi tối đến từng nhà trong bản. Bà con gọi ông là "
        "người giữ lửa.\n\n“Mình nói "
        "thì phải làm trước”, ông Pó chia sẻ. Chị Lò Thị Mai, người dân trong bản kể: "
        "nhờ ông Pó mà gia đình chị có "
        "nương mới. Cách làm ấy nay được nhân rộng ở nhiều thôn, bản.",
    ),
    (
        "tu-lieu",
        "Đồng chí Nguyễn Văn B - người cộng sản kiên trung",
        "Đồng chí Nguyễn Văn B, bí danh Ba Hòa, sinh năm 1908, quê ở làng Đông.\n\nNăm "
        "1929 đồng chí tham gia cách "
        "mạng, năm 1930 được kết nạp vào Đảng. Năm 1931 đồng chí bị địch bắt, năm 1945 "
        "lãnh đạo khởi nghĩa. Đồng "
        "chí hy sinh năm 1947 trong kháng chiến chống thực dân Pháp.",
    ),
    (
        "phat-bieu-phong-van",
        "“Phải bắt đầu từ người đứng đầu”",
        "Nhân dịp năm mới, phóng viên có cuộc trao đổi với đồng chí Trần Thị C, Bí thư "
        "Huyện ủy.\n\nPhóng viên: Xin "
        "đồng chí cho biết kết quả nổi bật?\n\nĐồng chí Trần Thị C: Tôi nghĩ điều quan "
        "trọng là lòng dân.\n\nPhóng "
        "viên: Thưa đồng chí, khó khăn là gì?\n\nĐồng chí Trần Thị C: Chúng tôi còn "
        "thiếu cán bộ.\n\nPhóng viên: Xin "
        "cảm ơn đồng chí!",
    ),
    (
        "thong-bao",
        "Thể lệ Cuộc thi trắc nghiệm trực tuyến tìm hiểu Đảng bộ tỉnh",
        "1. Đối tượng dự thi: mọi công dân.\n\n2. Thời gian dự thi: từ ngày 1/3 đến ngày "
        "30/4.\n\n3. Cơ cấu giải "
        "thưởng: 1 giải nhất, 2 giải nhì, 3 giải ba.\n\n4. Địa chỉ: Ban Tổ chức cuộc "
        "thi, điện thoại 0123.",
    ),
]


@pytest.mark.parametrize(("kind", "title", "body"), ARTICLES, ids=[entry[0] for entry in ARTICLES])
def test_a_plain_case_of_every_kind(kind: str, title: str, body: str) -> None:
    found = find_kind(ArticleText(title=title, body=body))
    assert found.kind == kind
    assert 0 < found.score <= 1


@pytest.mark.parametrize(("kind", "title", "body"), ARTICLES, ids=[entry[0] for entry in ARTICLES])
def test_a_section_that_takes_in_everything_does_not_decide(
    kind: str, title: str, body: str
) -> None:
    assert find_kind(ArticleText(title=title, body=body, section="Khoa giáo")).kind == kind


def test_evidence_is_where_it_is_printed() -> None:
    kind, title, body = ARTICLES[2]
    text = ArticleText(title=title, body=body, section="Báo cáo")
    found = find_kind(text)
    parts = {**dict(text.parts()), Part.SECTION: text.section or ""}
    assert found.kind == kind
    assert found.evidence[0].words == "Báo cáo"
    assert {entry.span.part for entry in found.evidence} == {Part.SECTION, Part.TITLE, Part.BODY}
    for entry in found.evidence:
        assert parts[entry.span.part][entry.span.start : entry.span.end] == entry.words


def test_nothing_to_go_by_is_news() -> None:
    found = find_kind(ArticleText(title="", body=""))
    assert (found.kind, found.rule, found.evidence) == ("tin", "default", ())


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("(TG) - Sáng 12/5, tại Vinh", 1),
        ("Ngày 5-4, Ban Tuyên giáo", 1),
        ("Trong hai ngày 3 và 4/11, lớp học", 1),
        ("(TUAG)- Chiều 14/8", 1),
        ("Vừa qua, Tỉnh ủy", 1),
        ("Ngày nay, chúng ta", 0),
        ("Sáng tạo là nguồn lực", 0),
        ("Đồng chí A sinh ngày 5/4", 0),
    ],
)
def test_dateline(opening: str, dateline: int) -> None:
    assert signs_of(ArticleText(title="", body=opening)).form["dateline"] == dateline


def test_the_weights_are_those_of_the_kinds() -> None:
    assert set(shipped_weights().form) == {kind.id for kind in all_kinds()}
    form = set(signs_of(ArticleText(title="", body="")).form)
    assert all(set(weights) == form for weights in shipped_weights().form.values())


@pytest.mark.slow
def test_the_weights_are_those_fitted_to_the_articles_for_tuning() -> None:
    fitted = fitted_to([article for article in articles(Split.TUNING) if article.kind is not None])
    assert fitted.own == pytest.approx(dict(shipped_weights().own), abs=0.02)
    for kind, weights in shipped_weights().form.items():
        assert fitted.form[kind] == pytest.approx(dict(weights), abs=0.02)


def test_an_article_takes_less_than_a_few_milliseconds() -> None:
    body = ("Ban Tuyên giáo Tỉnh uỷ đã tham mưu, triển khai công tác khoa giáo, văn hoá. " * 60)[
        :3000
    ]
    times = []
    for number in range(20):
        text = ArticleText(title=f"Hội nghị {number}", body=body, section="Tin tức")
        start = time.process_time()
        find_kind(text)
        times.append(time.process_time() - start)
    # 0.6 ms on an idle machine; the bound only catches a change of kind.
    assert min(times) < 0.005
