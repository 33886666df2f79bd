"""SharePoint: publishing pages, display forms of lists, and news web parts.

The ids and class names are those of SharePoint 2010 to 2019 as it ships (general knowledge, unverified),
the words on the labels of forms those of Vietnamese lists. What a maker's own web part prints is told by
meaning.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from archive.text import fold_words
from crawler.fields.dates import read_dates
from crawler.pages.generic import GenericPage
from crawler.pages.selectors import Names, Paths, Selectors

if TYPE_CHECKING:
    from lxml.etree import _Element

    from crawler.fields.blocks import Block
    from crawler.fields.dates import DateText

_LABELS: Final = Paths("td.ms-formlabel")
_MAIN: Final = Paths("#DeltaPlaceHolderMain", "#MSO_ContentTable", "#contentBox")
_LINES_BELOW: Final = 12


class FormRows(Paths):
    """The values of a display form's rows by their labels; on other pages CSS selectors.

    Args:
        labels: What the rows are called, parted by bars: ``Ngày đăng|Ngày xuất bản``; the first that the
            form has counts.
        selectors: What finds the field on a page without such a form.
    """

    def __init__(self, labels: str, *selectors: str) -> None:
        super().__init__(*selectors)
        self._labels = [(label, fold_words(label)) for label in labels.split("|")]

    def find(self, scope: _Element, names: Names | None = None) -> tuple[str, list[_Element]]:
        """Return as `Paths.find` does; what was found is named ``label:Ngày đăng``."""
        found = _LABELS.find(scope, names)[1]
        if not found:
            return super().find(scope, names)
        rows = {fold_words("".join(map(str, cell.itertext()))): cell.getnext() for cell in found}
        for label, folded in self._labels:
            value = rows.get(folded)
            if value is not None:
                return f"label:{label}", [value]
        return "", []


class SharePointPage(GenericPage):
    """An article on a SharePoint site.

    The title area of the page (``#pageTitle``) names the article on publishing pages only, on others the
    page (``Chi tiết tin tức``); below a list's form stands who entered its item and when: neither is
    read.
    """

    cms: ClassVar[str] = "sharepoint"
    selectors: ClassVar[Selectors] = Selectors(
        title=FormRows("Tiêu đề|Tên bài|Tên bài viết|Title"),
        date=FormRows(
            "Ngày đăng|Ngày xuất bản|Ngày ban hành|Ngày viết|Ngày",
            "div.article-header div.date-line",
            ".ngaydang",
        ),
        lead=FormRows("Tóm tắt|Trích dẫn|Trích yếu|Mô tả|Lời dẫn"),
        body=FormRows(
            "Nội dung|Nội dung tin|Nội dung bài viết|Nội dung chi tiết|Body",
            "div.article-content div[id$=_RichHtmlField]",
            "div[id$=_RichHtmlField]",
        ),
        credits=FormRows("Tác giả|Người viết", "div.article-header div.by-line"),
        section=Paths("span[id$=ContentMap] a", "span[id$=siteMapPath] a"),
        attachments=FormRows("Tệp đính kèm|Đính kèm|Phần đính kèm", "#idAttachmentsTable"),
    )

    @cached_property
    def container(self) -> tuple[str, _Element] | None:
        """The field with the body: of several rich fields the one that says most."""
        selector, found = self.select(self.selectors.body, self.scope)
        fields = [(len("".join(map(str, e.itertext())).strip()), e) for e in found]
        length, field = max(fields, key=lambda pair: pair[0], default=(0, None))
        return (selector, field) if field is not None and length else None

    @cached_property
    def _main_at(self) -> int:
        """Where the content of the page begins among its blocks, if its headline stands above; or 0.

        The master page prints the headline in a row of its own, and the side column behind it.
        """
        _, found = _MAIN.find(self.root, self.names)
        start = self.walk.spans.get(found[0], (0, 0))[0] if found else 0
        return start if 0 <= self.position < start else 0

    def _above(self, container: _Element) -> list[Block]:
        above = super()._above(container)
        return above[max(0, self._main_at - self.position - 1) :] if above else []

    def _near_dates(self) -> list[tuple[DateText, int]]:
        if not self._main_at or self.container is None:
            return super()._near_dates()
        lines = [b for b in self._above(self.container[1]) if b.is_text and b.link_share < 0.8]
        return [
            (date, distance)
            for distance, block in enumerate(lines[:_LINES_BELOW], 1)
            for date in read_dates(block.text)
        ]
