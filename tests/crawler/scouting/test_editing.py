"""The file of a spider is changed in the places that have to change, and nowhere else."""

from __future__ import annotations

import pytest

from crawler.scouting.editing import NotEditable, SpiderFile
from crawler.scouting.writing import load_source

PLAIN = '''"""x.example: Ban Tuyên giáo Tỉnh ủy An Giang."""

from __future__ import annotations

from crawler.platforms.nukeviet import NukeVietSpider


class MauSpider(NukeVietSpider):
    """Ban Tuyên giáo; “ngoặc kép” stands here."""

    name = "mau"  # said by an operator
    host = "x.example"
    province = "an-giang"
    article_pattern = r"^/a-\\d+$"

    def helper(self) -> str:
        """Return a word."""
        return "đây"
'''
OWN_PAGE = PLAIN.replace(
    "from crawler.platforms",
    "from typing import ClassVar\n\nfrom crawler.pages.nghean import NgheAnPage\n"
    "from crawler.pages.periods import Pages\nfrom crawler.platforms",
).replace("    province", "    page: ClassVar[Pages] = NgheAnPage\n    province")
PERIODS = (
    OWN_PAGE.replace(
        "from crawler.pages.periods import Pages",
        "from crawler.pages.periods import PagePeriod, Pages",
    )
    .replace(
        "= NgheAnPage\n",
        "= (\n        PagePeriod(NgheAnPage),  # to 2025\n"
        "        PagePeriod(GenericPage, since=date(2025, 3, 1)),\n    )\n",
    )
    .replace("from typing", "from datetime import date\nfrom typing")
    .replace(
        "from crawler.pages.nghean",
        "from crawler.pages.generic import GenericPage\nfrom crawler.pages.nghean",
    )
)
OLD = ("crawler.pages.nukeviet", "NukeVietPage")
NEW = ("crawler.pages.wordpress", "WordPressPage")
SINCE = (2026, 11, 22)


def test_a_spider_gets_a_base_and_a_page_and_keeps_the_rest() -> None:
    file = SpiderFile.of(PLAIN, "MauSpider")
    file.set_base("crawler.platforms.wordpress", "WordPressSpider")
    file.add_page(OLD, NEW, SINCE)
    file.set_lines("article_pattern", [])
    result = file.result()
    assert (
        result
        == '''"""x.example: Ban Tuyên giáo Tỉnh ủy An Giang."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from crawler.pages.nukeviet import NukeVietPage
from crawler.pages.periods import PagePeriod, Pages
from crawler.pages.wordpress import WordPressPage
from crawler.platforms.wordpress import WordPressSpider


class MauSpider(WordPressSpider):
    """Ban Tuyên giáo; “ngoặc kép” stands here."""

    name = "mau"  # said by an operator
    host = "x.example"
    province = "an-giang"
    page: ClassVar[Pages] = (
        PagePeriod(NukeVietPage),
        PagePeriod(WordPressPage, since=date(2026, 11, 22)),
    )

    def helper(self) -> str:
        """Return a word."""
        return "đây"
'''
    )
    spider = load_source(result, "mau", "mau")
    assert isinstance(spider.page, tuple)
    assert [entry.page.__name__ for entry in spider.page] == ["NukeVietPage", "WordPressPage"]


@pytest.mark.parametrize(("source", "count"), [(OWN_PAGE, 2), (PERIODS, 3)])
def test_pages_that_a_spider_names_itself_come_first(source: str, count: int) -> None:
    file = SpiderFile.of(source, "MauSpider")
    file.add_page(OLD, NEW, SINCE)
    spider = load_source(file.result(), "mau", "mau")
    assert isinstance(spider.page, tuple)
    assert len(spider.page) == count
    assert spider.page[0].page.__name__ == "NgheAnPage"
    assert spider.page[-1].page.__name__ == "WordPressPage"


def test_a_class_is_put_in_front_of_the_spider() -> None:
    file = SpiderFile.of(PLAIN, "MauSpider")
    lines = [
        "class MauPage(GenericPage):",
        '    """Reads."""',
        "",
        '    cms: ClassVar[str] = "mau"',
    ]
    file.add_class(lines, [("crawler.pages.generic", "GenericPage"), ("typing", "ClassVar")])
    result = file.result()
    assert result.index("class MauPage") < result.index("class MauSpider")
    assert "\n\n\nclass MauSpider(" in result


def test_what_a_program_cannot_change_is_said() -> None:
    with pytest.raises(NotEditable, match="not on the top level"):
        SpiderFile.of(PLAIN, "AnotherSpider")
    strange = OWN_PAGE.replace("= NgheAnPage\n", "= pages_of()\n")
    with pytest.raises(NotEditable, match="neither a name nor a tuple"):
        SpiderFile.of(strange, "MauSpider").add_page(OLD, NEW, SINCE)
    dotted = PLAIN.replace("(NukeVietSpider)", "(nukeviet.NukeVietSpider)")
    with pytest.raises(NotEditable, match="not a plain name"):
        SpiderFile.of(dotted, "MauSpider").set_base("crawler.platforms.dnn", "DnnSpider")
