from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.parser import MOST_PARENTHESES, MOST_WORDS, parse
from archive.search.tree import (
    EVERYTHING,
    And,
    Dates,
    Field,
    Filter,
    InAuthor,
    InTitle,
    Near,
    Not,
    Or,
    Phrase,
    Place,
    Query,
    Word,
    all_of,
)
from archive.selection import BadRequest
from tests.archive.search import trees

fast = settings(max_examples=200, deadline=None)
A, B, C = Word(None, "a"), Word(None, "b"), Word(None, "c")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("uỷ", Word("ủy", "uy")),
        ("uy", Word(None, "uy")),
        ("ÑANDU", Word(None, "nandu")),
        ("a b", And((A, B))),
        ("  a\u00a0b ", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a|b", Or((A, B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("a OR (b OR c)", Or((A, B, C))),
        ("a (b (c))", And((A, B, C))),
        ("a or b", And((A, Word(None, "or"), B))),
        ("-a", Not(A)),
        ("-a -b", And((Not(A), Not(B)))),
        ("a -b", And((A, Not(B)))),
        ("a-b", Phrase((A, B))),
        ('a -"b c"', And((A, Not(Phrase((B, C)))))),
        ("a -(b | c)", And((A, Not(Or((B, C)))))),
        ("(-a b) OR c", Or((And((Not(A), B)), C))),
        ("05-CT/TW", Phrase((Word(None, "05"), Word(None, "ct"), Word(None, "tw")))),
        ("H’Lim", Word(None, "h'lim")),
        ('"a"', A),
        ('"a b"', Phrase((A, B))),
        ("“a b„c", And((Phrase((A, B)), C))),
        ('tin"a b"c', And((Word(None, "tin"), Phrase((A, B)), C))),
        # One word with a mark makes exact all that must stand together, and only that.
        ('ban "Ban uỷ"', And((Word(None, "ban"), Phrase((Word("ban", "ban"), Word("ủy", "uy")))))),
        ("ban NEAR/3 uỷ", Near((Word("ban", "ban"), Word("ủy", "uy")), 3)),
        ("a NEAR b", Near((A, B), 10)),
        ('a NEAR/0 "b c"', Near((A, Phrase((B, C))), 0)),
        ('"a b" NEAR/0 "b c"', Near((Phrase((A, B)), Phrase((B, C))), 0)),
        ('tu NEAR/0 "a tu*"', Near((Word(None, "tu"), Phrase((A, Word(None, "tu", True)))), 0)),
        ("-a NEAR/2 b", Not(Near((A, B), 2))),
        ("tuyên*", Word("tuyên", "tuyen", True)),
        ('"a tu*"', Phrase((A, Word(None, "tu", True)))),
        ("05-CT*", Phrase((Word(None, "05"), Word(None, "ct", True)))),
        ("title:a b", And((InTitle(A), B))),
        ('Title:"a b"', InTitle(Phrase((A, B)))),
        ("title:(a OR b)", InTitle(Or((A, B)))),
        ("title:(a -b)", InTitle(And((A, Not(B))))),
        ("-author:a", Not(InAuthor(A))),
        ('province:"Bắc Kạn"', Filter(Field.PROVINCE, "Bắc Kạn")),
        ("province-today:bac-kan", Filter(Field.PROVINCE_TODAY, "bac-kan")),
        ("-topic:bau-cu", Not(Filter(Field.TOPIC, "bau-cu"))),
        ("kind:tin|a", Or((Filter(Field.KIND, "tin"), A))),
        ("cites:05-CT/TW", Filter(Field.CITES, "05-CT/TW")),
        ("(site:tuyengiao.vn)", Filter(Field.SITE, "tuyengiao.vn")),
        ("date:2020", Dates(date(2020, 1, 1), date(2020, 12, 31))),
        ("date:2020-02", Dates(date(2020, 2, 1), date(2020, 2, 29))),
        ("date:2020-01..2021-06", Dates(date(2020, 1, 1), date(2021, 6, 30))),
        ("date:..2019", Dates(None, date(2019, 12, 31))),
        ("date:2024-05-01..", Dates(date(2024, 5, 1), None)),
        ('date:"2020 .. 2021"', Dates(date(2020, 1, 1), date(2021, 12, 31))),
        (
            "date:2020.. (a date:..2021)",
            And((A, Dates(date(2020, 1, 1), date(2021, 12, 31)))),
        ),
        # What is no word and no operator is passed over; a colon before a space is no field.
        ("Tin: a … – & b", And((Word(None, "tin"), A, B))),
        ("17:29", Phrase((Word(None, "17"), Word(None, "29")))),
    ],
)
def test_parse(query: str, tree: Query) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "column", "advice"),
    [
        ('Đảng "bộ tỉnh', 6, "closing quotation mark is missing"),
        ('a ""', 3, "no word between"),
        ('a "…"', 3, "no word between"),
        ("a (b c", 3, "closing parenthesis is missing"),
        ("a (b (c)", 3, "closing parenthesis is missing"),
        ("a b)", 4, "never opened"),
        ("a ()", 4, "nothing stands before"),
        ("OR a", 1, "nothing stands before this OR"),
        ("a OR", 3, "nothing follows this OR"),
        ("a OR OR b", 3, "nothing follows this OR"),
        ("a OR …", 3, "nothing follows this OR"),
        ("a -", 3, "nothing follows the -"),
        ("a - b", 3, "nothing follows the -"),
        ("--a", 1, "nothing follows the -"),
        ("a OR -b", 6, "not only excluded"),
        ("(-a -b) OR c", 1, "not only excluded"),
        ("-(-a)", 1, "leave it out"),
        ("a AND b", 3, "leave AND out"),
        ("a NOT b", 3, "write -"),
        ("NEAR a", 1, "nothing stands before this NEAR"),
        ("a NEAR", 3, "nothing follows this NEAR"),
        ("a NEAR/x b", 3, "NEAR/5"),
        ("a NEAR/51 b", 3, "from 0 to 50"),
        ("a NEAR/1000 b", 3, "from 0 to 50"),
        ("a NEAR/" + "9" * 5000, 3, "from 0 to 50"),
        ("a NEAR/5 a", 3, "a part of the other"),
        ('"thảo" NEAR/1 "Hội thảo"', 8, 'wherever "hội thảo" stands, thảo does'),
        ('"a b c" NEAR/1 "b c"', 9, "a part of the other"),
        ('thả* NEAR "hội thảo*"', 6, "a part of the other"),
        ("a NEAR/5 b NEAR/5 c", 12, "not three"),
        ("NEAR(a b, 5)", 1, "a NEAR/5 b"),
        ("(a) NEAR/5 b", 5, "joins two words"),
        ("a NEAR/5 -b", 10, "joins two words"),
        ("title:a NEAR/5 b", 9, "title:(a NEAR/5 b)"),
        ("a *", 3, "last sign"),
        ("tu*yên", 1, "last sign"),
        ('"tuyên* giáo"', 1, "last sign"),
        ("tuyên,*", 1, "last sign"),
        ("t*", 1, "at least 2 letters"),
        ("a provinc:x", 3, "did you mean province"),
        ("http://x", 1, "known are title"),
        ("province: x", 1, "directly behind the colon"),
        ("title:", 1, "directly behind the colon"),
        ("province:(a OR b)", 1, "province:... OR province:..."),
        ('topic:""', 7, "is empty"),
        ("a title:-đảng", 9, "write -title:..."),
        ("title:date:2020", 7, "behind title: stands a word"),
        ("author:NEAR/5 a", 8, "behind author: stands a word"),
        ("title:… đảng", 1, "no word stands directly behind title:"),
        ("title:–", 1, "no word stands directly behind title:"),
        ("title:(a province:b)", 7, "only words"),
        ("title:(-a)", 7, "write -title:"),
        ("date:hôm-qua", 6, "YYYY-MM-DD"),
        ("date:2021-02-30", 6, "YYYY-MM-DD"),
        ("date:..", 6, "first or a last day"),
        ("date:2021..2020", 6, "before it begins"),
        ("a OR date:2020", 6, "whole query"),
        ("(a date:2020) OR b", 1, "whole query"),
        ("-date:2020", 1, "cannot be excluded"),
        ("(" * (MOST_PARENTHESES + 1), MOST_PARENTHESES + 1, "deep"),
        ("a " * (MOST_WORDS + 1), 2 * MOST_WORDS + 1, "at most"),
    ],
)
def test_a_wrong_query_says_where_and_what_to_do(query: str, column: int, advice: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse(query)
    assert str(caught.value).startswith(f"column {column}: ")
    assert advice in str(caught.value)


@pytest.mark.parametrize("query", ["", "   ", "%", "_", "…", "\u200b", "'"])
def test_a_query_without_a_word_is_wrong(query: str) -> None:
    with pytest.raises(BadRequest, match="no word to search for"):
        parse(query)


def test_periods_without_a_common_day_are_wrong() -> None:
    with pytest.raises(BadRequest, match=r"no day lies in all of date:2020-.* and date:2022-"):
        parse("date:2020 a date:2022")


def test_places_are_those_of_the_typed_text() -> None:
    tree = parse('a  "Tỉnh uỷ" topic:x')
    assert isinstance(tree, And)
    phrase, topic = tree.nodes[1:]
    assert isinstance(phrase, Phrase)
    assert [word.place for word in phrase.words] == [Place(3, 12)] * 2
    assert isinstance(topic, Filter)
    assert topic.place == Place(19, 20)


@fast
@given(trees.queries())
def test_a_query_written_and_read_again_is_the_same(query: Query) -> None:
    assert parse(str(query)) == query


@fast
@given(st.text(st.sampled_from('aĐủ05 "“()|-*:/.,’ORNEAT\u0301\u200b\n') | st.characters()))
def test_any_text_is_a_query_or_is_refused(text: str) -> None:
    try:
        tree = parse(text)
    except BadRequest:
        return
    assert parse(str(tree)) == tree


def test_everything() -> None:
    assert all_of([]) == EVERYTHING
    assert str(EVERYTHING) == ""
