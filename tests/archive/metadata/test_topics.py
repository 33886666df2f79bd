from __future__ import annotations

import time

import pytest

from archive.metadata.findings import ArticleText, Part, TopicFinding
from archive.metadata.phrases import spelled_out
from archive.metadata.topic_syllables import said_of_topics, shipped_syllables
from archive.metadata.topics import Signs, find_topics, shipped_weights, signs_of
from archive.metadata.words import words_of
from archive.taxonomy import all_topics, tables
from archive.text import syllables
from tests.evaluation.fit_topics import fitted_to
from tests.evaluation.labels import Split, articles

GRADES = ("decides", "strong", "supports")
EVERYWHERE = ("nghị quyết", "tuyên truyền", "báo cáo viên", "cán bộ, đảng viên")
FILLER = "Các đồng chí đã làm việc từ sáng. "


def find(
    title: str, body: str = "", section: str | None = None, lead: str | None = None
) -> tuple[TopicFinding, ...]:
    return find_topics(ArticleText(title=title, lead=lead, body=body, section=section))


def topics(title: str, body: str = "", section: str | None = None) -> list[str]:
    return [finding.topic for finding in find(title, body, section)]


def test_phrases_are_written_as_they_are_matched() -> None:
    written = [
        (topic, phrase)
        for topic, table in tables("topics").items()
        for grade in (*GRADES, "in_title", "hides")
        for entry in table.get(grade, ())
        for phrase in spelled_out(entry)
    ]
    assert [entry for entry in written if " ".join(syllables(entry[1])) != entry[1]] == []
    assert not {phrase for _, phrase in written} & {""}


@pytest.mark.parametrize("topic", [topic.id for topic in all_topics()])
def test_a_phrase_that_hides_does_not_count_as_well(topic: str) -> None:
    table = tables("topics")[topic]
    grades = [{p for e in table.get(name, ()) for p in spelled_out(e)} for name in GRADES]
    hides = {p for entry in table.get("hides", ()) for p in spelled_out(entry)}
    assert not set().union(*grades) & hides


@pytest.mark.parametrize(
    ("title", "best"),
    [
        ("Hội nghị giao ban báo chí tháng 5", "bao-chi-xuat-ban"),
        ("Phát động phong trào thi đua yêu nước năm 2024", "thi-dua-khen-thuong"),
        ("PHÒNG, CHỐNG DỊCH COVID-19 Ở XÃ TÂN LẬP", "y-te-phong-dich"),
        ("Đấu tranh phản bác các quan điểm sai trái, thù địch", "bao-ve-nen-tang-tu-tuong"),
        ("Bồi dưỡng lý luận chính trị hè cho giáo viên", "ly-luan-chinh-tri"),
        ("Ngày hội toàn dân đi bầu cử", "bau-cu"),
        ("Chuyển đổi số trong cơ quan đảng", "chuyen-doi-so"),
        ("Bảo tồn di sản văn hoá của người Thái", "van-hoa-van-nghe"),
        ("Nâng cao chất lượng sinh hoạt chi bộ", "sinh-hoat-chi-bo"),
        ("Uỷ ban Kiểm tra Tỉnh uỷ thi hành kỷ luật đảng viên", "xay-dung-dang"),
        ("Đồng bào Khmer đón Tết Chôl Chnăm Thmây", "dan-toc-ton-giao"),
        ("Điều động, bổ nhiệm cán bộ", "cong-tac-can-bo"),
        ("Lễ giao, nhận quân năm 2020", "quoc-phong-an-ninh"),
        ("Đại hội đại biểu Đảng bộ tỉnh lần thứ XV", "dai-hoi-dang"),
        ("Xây dựng nông thôn mới, giảm nghèo bền vững", "kinh-te-xa-hoi"),
        ("Tập huấn cộng tác viên dư luận xã hội", "du-luan-xa-hoi"),
        ("Dân vận khéo ở thôn Đông", "dan-van"),
        ("Học và làm theo Bác từ việc nhỏ", "hoc-tap-theo-bac"),
    ],
)
def test_title_decides(title: str, best: str) -> None:
    assert topics(title, f"{title}. " * 3)[0] == best


@pytest.mark.parametrize("words", EVERYWHERE)
def test_words_that_occur_everywhere_say_nothing(words: str) -> None:
    assert topics("Hội nghị", f"Theo {words}. " * 20) == []


def test_the_longest_phrase_hides_the_shorter_ones() -> None:
    signs = signs_of(ArticleText(title="Công an và bảo hiểm y tế", body=""))
    assert signs["quoc-phong-an-ninh"].title > 0
    assert signs["khoa-giao"].title > 0
    assert "y-te-phong-dich" not in signs


def test_title_weighs_more_than_lead_and_lead_more_than_body() -> None:
    filler = FILLER * 10
    said = "Đồng bào các tôn giáo, chức sắc, giáo dân. "
    title, lead, body = (
        {finding.topic: finding.score for finding in found}.get("dan-toc-ton-giao", 0.0)
        for found in (
            find(said, filler, lead=filler),
            find("Hội nghị", filler, lead=said),
            find("Hội nghị", filler + said, lead=filler),
        )
    )
    assert title > lead >= body


def test_repetition_in_the_body_counts() -> None:
    once, often = (
        signs_of(ArticleText(title="Hội nghị", body=FILLER * 20 + "Khối thi đua họp. " * times))
        for times in (1, 15)
    )
    assert often["thi-dua-khen-thuong"].body > once["thi-dua-khen-thuong"].body > 0


def test_a_section_that_takes_in_everything_does_not_decide() -> None:
    body = "Khối thi đua sơ kết phong trào thi đua. " * 5
    with_section = find("Sơ kết khối thi đua số 6", body, "Tin tức - Sự kiện")
    assert [finding.topic for finding in with_section] == ["thi-dua-khen-thuong"]
    assert with_section[0].rule == "keywords"


def test_a_section_of_the_topic_is_evidence() -> None:
    best = find("Sơ kết công tác khoa giáo", "Công tác khoa giáo quý I.", "Trang chủ » Khoa giáo")[
        0
    ]
    assert (best.topic, best.rule) == ("khoa-giao", "section")
    assert best.evidence[0].words == "Trang chủ » Khoa giáo"
    assert best.evidence[0].span.part is Part.SECTION


def test_evidence_is_where_it_is_printed() -> None:
    text = ArticleText(
        title="Giao ban BÁO CHÍ tháng 5",
        lead="Hội Nhà báo tỉnh dự.",
        body="Sáng 4/5.\n\nCác cơ quan báo chí, nhà xuất bản và phóng viên.",
        section="Báo chí",
    )
    best = find_topics(text)[0]
    parts = {**dict(text.parts()), Part.SECTION: text.section or ""}
    assert best.topic == "bao-chi-xuat-ban"
    assert {entry.span.part for entry in best.evidence} == {
        Part.SECTION,
        Part.TITLE,
        Part.LEAD,
        Part.BODY,
    }
    for entry in best.evidence:
        assert parts[entry.span.part][entry.span.start : entry.span.end] == entry.words


def test_local_units_speak_for_the_grass_roots() -> None:
    signs = signs_of(ArticleText(title="Cam Lộ: Hội nghị", body="Xã Tân Lập, thôn An Bình."))
    assert signs["hoat-dong-co-so"].local_title == 1
    assert signs["hoat-dong-co-so"].local_units == 2


@pytest.mark.parametrize("title", ["Bắc Kạn: Hội nghị", "Công tác tuyên giáo: Kết quả", "Hội nghị"])
def test_titles_that_begin_with_no_local_unit(title: str) -> None:
    assert signs_of(ArticleText(title=title, body=""))["hoat-dong-co-so"].local_title == 0


def test_at_most_three_best_first_with_scores_from_0_to_1() -> None:
    title = "Bầu cử, chuyển đổi số, tôn giáo, dân vận, y tế, thi đua, quốc phòng, báo chí"
    found = find(title, f"{title}. " * 10, "Khoa giáo")
    scores = [finding.score for finding in found]
    assert len(found) == 3
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize("body", ["", "x", "...", "123 456", "\n\n"])
def test_nothing_to_go_by(body: str) -> None:
    assert topics("Thông cáo", body) == []


def test_the_weights_are_those_of_the_signs_and_topics() -> None:
    assert len(shipped_weights().signs) == len(Signs._fields)
    assert set(shipped_weights().topics) == {topic.id for topic in all_topics()}
    assert all(weight >= 0 for weight in shipped_weights().signs)


@pytest.mark.slow
def test_the_weights_are_those_fitted_to_the_articles_for_tuning() -> None:
    labelled = [article for article in articles(Split.TUNING) if article.topics is not None]
    fitted, syllables = fitted_to(labelled)
    shipped = shipped_weights()
    assert fitted.signs == pytest.approx(shipped.signs, abs=0.02)
    assert fitted.topics == pytest.approx(dict(shipped.topics), abs=0.02)
    assert fitted[2:] == pytest.approx(shipped[2:], abs=0.02)
    assert syllables.rarity == pytest.approx(dict(shipped_syllables().rarity), abs=0.002)


def test_what_syllables_say_makes_no_topic_without_phrases() -> None:
    said = "Cáo, cáo, cáo và thông"
    text = ArticleText(title=said, body=f"{said}. " * 9)
    assert said_of_topics(text, shipped_syllables(), ["tuyen-truyen"])["tuyen-truyen"] > 0.2
    assert not any(any(signs) for signs in signs_of(text).values())
    assert find_topics(text) == ()


def test_syllables_help_phrases() -> None:
    phrase = "Hội nghị sơ kết, tôn giáo"
    alone, together = (
        {found.topic: found.score for found in find(phrase, body)}.get("dan-toc-ton-giao", 0.0)
        for body in ("Sáng nay, mọi người đã họp.", "Chùa, sư, linh mục, giáo dân, phật tử đã họp.")
    )
    assert together > alone


def test_an_article_takes_less_than_a_few_milliseconds() -> None:
    body = ("Ban Tuyên giáo Tỉnh uỷ đã tham mưu, triển khai công tác khoa giáo, văn hoá. " * 60)[
        :3000
    ]
    times = []
    for number in range(20):
        text = ArticleText(title=f"Hội nghị {number}", body=body, section="Tin tức")
        start = time.process_time()
        words_of(text)
        find_topics(text)
        times.append(time.process_time() - start)
    # 0.7 ms on an idle machine; the bound only catches a change of kind, such as a regex of all.
    assert min(times) < 0.005
