from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.metadata.findings import ArticleText, Part, PersonMention
from archive.metadata.people import find_people

EXAMPLES = Path(__file__).with_name("examples.txt")


def people(body: str, title: str = "", lead: str | None = None) -> tuple[PersonMention, ...]:
    return find_people(ArticleText(title=title, lead=lead, body=body))


def named(body: str, title: str = "") -> list[tuple[str, str | None]]:
    return [(mention.name, mention.title) for mention in people(body, title)]


def examples() -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    lines = [line for line in EXAMPLES.read_text("utf-8").splitlines() if line[:1] != "#"]
    for block in "\n".join(lines).split("\n\n"):
        sentence, *mentions = block.strip("\n").split("\n")
        pairs = [line.partition("|")[::2] for line in mentions]
        yield sentence, [(name.strip(), office.strip() or None) for name, office in pairs]


@pytest.mark.parametrize(("sentence", "mentions"), list(examples()))
def test_example(sentence: str, mentions: list[tuple[str, str | None]]) -> None:
    assert named(sentence) == mentions


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        ("Đồng chí Lê Văn An phát biểu.", ["comrade"]),
        ("Ông Lê Văn An, bà Hà Thị Ba và đ/c Lò Văn Tư.", ["mr", "mr", "comrade"]),
        ("Các đồng chí Lê Văn An, Hà Thị Ba dự.", ["list", "list"]),
        ("Bí thư Tỉnh ủy Lê Văn An dự.", ["office-before"]),
        ("Lê Văn An, Bí thư Tỉnh ủy dự.", ["office-behind"]),
    ],
)
def test_every_mention_names_its_rule(body: str, rules: list[str]) -> None:
    assert [mention.rule for mention in people(body)] == rules


def test_places_are_those_of_the_stored_text() -> None:
    parts = {
        Part.TITLE: "Bí thư Tỉnh ủy Lê Văn An thăm Bình Liêu",
        Part.LEAD: "Chiều 3/2, đồng chí Lê Văn An, Bí thư Tỉnh ủy đến thăm.",
        Part.BODY: "Cùng đi có ông K’ Mák.\n\nBà Hà Thị Ba (Chủ tịch UBND huyện) báo cáo.",
    }
    found = people(parts[Part.BODY], parts[Part.TITLE], parts[Part.LEAD])
    assert [mention.span.part for mention in found] == [Part.TITLE, Part.LEAD, Part.BODY, Part.BODY]
    for mention in found:
        printed = parts[mention.span.part]
        assert printed[mention.span.start : mention.span.end] == mention.name
        if mention.title_span is not None:
            assert mention.title_span.part is mention.span.part
            office = printed[mention.title_span.start : mention.title_span.end]
            assert office == mention.title
    assert [mention.title for mention in found] == [
        *("Bí thư Tỉnh ủy", "Bí thư Tỉnh ủy", None),
        "Chủ tịch UBND huyện",
    ]


@pytest.mark.parametrize(
    ("body", "full_names"),
    [
        ("Bà Lê Thị Bông kể. Bà Bông cười.", ["Lê Thị Bông", "Lê Thị Bông"]),
        (
            "Bà Lê Thị Bông và ông Hà Văn Bông. Ông Bông cười.",
            ["Lê Thị Bông", "Hà Văn Bông", "Bông"],
        ),
        ("Bí thư Tỉnh ủy Lê Văn An dự. Đồng chí An nói.", ["Lê Văn An", "Lê Văn An"]),
        ("Bà Bông cười.", ["Bông"]),
        ("Đồng chí An nói.", []),
    ],
)
def test_a_given_name_is_its_only_bearer_in_the_article(body: str, full_names: list[str]) -> None:
    assert [mention.full_name for mention in people(body)] == full_names


def test_names_known_from_the_article_tell_a_place_from_a_name() -> None:
    sentence = "Chủ tịch UBND xã Mường Bú Đức Thanh Sơn cho biết."
    assert named(sentence) == []
    assert named(f"{sentence}\n\nĐồng chí Đức Thanh Sơn nói thêm.") == [
        ("Đức Thanh Sơn", "Chủ tịch UBND xã Mường Bú"),
        ("Đức Thanh Sơn", None),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Các đồng chí trong Ban Thường vụ, các đồng chí Thường trực Tỉnh ủy và bà con dự.",
        "Đền Ông Hoàng Mười, đến chùa Bà Giam và chợ Bà Chiểu, thăm Bà Rịa - Vũng Tàu.",
        "Bằng khen của Chủ tịch UBND tỉnh, Huân chương của Chủ tịch nước.",
        "Trường THPT Lê Hồng Phong, đường Nguyễn Tất Thành, Giải thưởng Trần Phú.",
        "Chủ tịch UBND phường Trần Phú cho biết.",
        "Chủ tịch UBND xã Hà Linh cho biết.",
        "Bà Lê Thị Mai, cán bộ Trường THPT số 1 nói.",
        "Truy tặng bà Huân chương Độc lập. Thư ký Tổ thư ký Ban Chỉ đạo.",
        "",
    ],
)
def test_nobody_is_named_or_nothing_is_certain(body: str) -> None:
    assert named(body) == []


@pytest.mark.parametrize("sign", [*"‚‛′`´", " ", ", "])
def test_a_sign_may_stand_between_two_words_without_a_space(sign: str) -> None:
    assert named(f"Phóng viên hỏi{sign}ông Nguyễn Văn An.") == [("Nguyễn Văn An", None)]


def test_a_mention_does_not_run_over_a_paragraph() -> None:
    assert named("Dự có đồng chí\n\nNguyễn Văn An") == []
    assert named("đồng chí Nguyễn Văn An,\n\nBí thư Tỉnh ủy") == [("Nguyễn Văn An", None)]


def test_the_time_it_takes_grows_with_the_text_alone() -> None:
    sentence = (
        "Dự hội nghị có các đồng chí: Lê Văn An, Phó Bí thư Tỉnh ủy; Hà Thị Ba, Chủ tịch Hội. "
    )
    seconds = []
    for times in (20, 200):
        text = ArticleText(title="", body=sentence * times)
        find_people(text)
        start = time.process_time()
        assert len(find_people(text)) == 2 * times
        seconds.append(time.process_time() - start)
    assert seconds[1] < 40 * seconds[0]
