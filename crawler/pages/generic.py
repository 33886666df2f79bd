"""Reading an article page by meaning, with a CMS's own selectors first where they are known.

Each field asks in one order: the selector of the CMS, what the page's structure says, the page's head,
and the listing's hint; the first answer counts and its rule is recorded. The body supplies neither date
nor section. An empty field is better than a wrong one.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from web_poet.fields import field as page_field

from archive.readings import Attachment, Image, PrintedDate
from archive.text import clean, spelling_key
from crawler.fields.attachments import find_attachments
from crawler.fields.blocks import Block, Walk, walk, walk_page
from crawler.fields.bodies import Body, read_body, read_signature
from crawler.fields.bylines import Byline, read_credits, read_source_mark
from crawler.fields.captions import as_images, take_pictures
from crawler.fields.chrome import strip_leftovers
from crawler.fields.date_choice import choose_dates, choose_marked_dates, read_marked_date
from crawler.fields.dates import DateText, named_date, read_date
from crawler.fields.headlines import author_above, author_in, dates_near
from crawler.fields.leads import find_lead
from crawler.fields.places import Place, box_of_both, find_place
from crawler.fields.sections import find_section, last_section
from crawler.fields.titles import Title, TitleSources, find_title, split_date, where_printed
from crawler.pages.base import ArticlePage
from crawler.pages.fallback import trafilatura_blocks
from crawler.pages.guards import guard_word, is_not_found
from crawler.pages.problems import has_other_title, is_among_others, is_another_page, is_truncated
from crawler.pages.selectors import Paths, Selectors

if TYPE_CHECKING:
    from lxml.etree import _Element

_SITE_NAMES: Final = ("og:site_name", "application-name", "author", "copyright", "dc.publisher")
_LONGEST_LEAD: Final = 2000  # characters; a longer one is a body
_MODIFIED: Final = ("article:modified_time", "og:updated_time", "datemodified")


class GenericPage(ArticlePage):
    """An article page of an unknown system, or of a known one through `selectors`.

    Attributes:
        selectors: Where the CMS prints the fields.
        credits_are_accounts: The CMS's own author line names the account that entered the article, so
            that a signature under the text counts more.
        machine_dates: The meta names that hold the date of publication.
    """

    selectors: ClassVar[Selectors] = Selectors()
    credits_are_accounts: ClassVar[bool] = False
    machine_dates: ClassVar[tuple[str, ...]] = (
        "article:published_time",
        "datepublished",
        "pubdate",
        "dc.date.issued",
    )

    @cached_property
    def scope(self) -> _Element:
        """The element in which the CMS's selectors look."""
        _, found = self.selectors.scope.find(self.root)
        return found[0] if found else self.root

    @cached_property
    def walk(self) -> Walk:
        """The blocks of the whole page; a page whose selectors are known does without."""
        body = self.root.find("body")
        return walk_page(self.root if body is None else body)

    @cached_property
    def found_title(self) -> Title | None:
        """The headline, and where it stands if it was found among the blocks."""
        names = [self.meta[name] for name in _SITE_NAMES if name in self.meta]
        selector, found = self.select(self.selectors.title, self.scope)
        for element in found:
            text = strip_leftovers(clean("".join(element.itertext())))
            if text and text not in names:
                return Title(text, -1, selector, element)
        sources = TitleSources(
            hint=self.context.hints.title or "",
            og=self.meta.get("og:title", ""),
            page=self.page_title,
            site=tuple(names),
        )
        return find_title(self.walk.blocks, sources)

    @cached_property
    def position(self) -> int:
        """Where the headline stands among the blocks of the page, or -1."""
        title = self.found_title
        if title is None or title.position >= 0:
            return -1 if title is None else title.position
        return where_printed(self.walk, title)

    @cached_property
    def place(self) -> Place | None:
        """Where the article stands by meaning."""
        return find_place(self.walk, self.position)

    @cached_property
    def container(self) -> tuple[str, _Element] | None:
        """The element that the CMS names as the body, where it holds anything, and its selector."""
        selector, found = self.select(self.selectors.body, self.scope)
        for element in found:
            if "".join(element.itertext()).strip():
                return selector, element
        return None

    @cached_property
    def content(self) -> tuple[list[Block], list[Block], str]:
        """What stands above the text, the blocks of the text, and the rule that found them."""
        if self.container is not None:
            selector, element = self.container
            return self._above(element), walk(element), selector
        if self.place is not None:
            rule = "near-title" if self.position >= 0 else "densest"
            return self.place.head, self.place.body, rule
        fallback = trafilatura_blocks(self.root, self.walk.blocks)
        return [], fallback, "trafilatura" if fallback else ""

    def _above(self, container: _Element) -> list[Block]:
        """Return what stands between headline and text, where the CMS names no place for the lead."""
        if self.select(self.selectors.lead, self.scope)[1] or self.position < 0:
            return []
        start = self.walk.spans.get(container, (0, 0))[0]
        return self.walk.blocks[self.position + 1 : start]

    @cached_property
    def found_lead(self) -> tuple[str | None, list[Block], str]:
        """The lead, the blocks of the text without it, and the rule that found it."""
        head, blocks, _ = self.content
        selector, found = self.select(self.selectors.lead, self.scope)
        if found:  # the CMS has a place for the lead; where it is empty there is none
            beside = self.select(self.selectors.picture, self.scope)[1][:1]
            taken = {part for picture in beside for part in picture.iter()}  # and its caption
            lines = [b.text for b in walk(found[0]) if b.is_text and b.element not in taken]
            lead = clean(" ".join(lines))
            return (lead or None), blocks, selector
        title = spelling_key(self.found_title.text) if self.found_title else ""
        again = [b for b in blocks[:2] if b.is_text and spelling_key(b.text) == title]
        return find_lead(head, [b for b in blocks if b not in again])

    @cached_property
    def found_body(self) -> Body:
        """The body and what was taken out of it."""
        head, _, _ = self.content
        lead, blocks, _ = self.found_lead
        title = self.found_title
        body = read_body(blocks, head=head, repeated=(title.text if title else None, lead))
        if self.container is not None and self.scope is self.root and not body.byline.author:
            below = read_signature(self.walk.blocks, blocks)
            if below is not None:
                body.byline, body.signed = below, "below"
        return body

    @cached_property
    def dates(self) -> tuple[PrintedDate | None, PrintedDate | None]:
        """The date of publication and that of the last change."""
        published, updated = self._printed_dates()
        if published is None:
            published = named_date(self.meta, self.machine_dates)
        if updated is None:
            changes = self._marked(self.selectors.updated)
            updated = read_marked_date(changes, self.cms) or named_date(self.meta, _MODIFIED)
            if updated and published and updated.value <= published.value:
                updated = None
        return published or self.context.hints.published, updated

    def _marked(self, dates: Paths) -> list[_Element]:
        """Return the elements that the CMS names as those of a date."""
        return self.select(dates, self.scope)[1]

    def _printed_dates(self) -> tuple[PrintedDate | None, PrintedDate | None]:
        fetched_on = self.context.fetched_at.date()
        dates = self._marked(self.selectors.date)
        published, updated = choose_marked_dates(dates, fetched_on, self.cms)
        if published is not None:
            return published, updated
        title = self.found_title
        if title and (date := read_date(split_date(title.text)[1])) is not None:
            return date.printed("title"), None
        if self.position < 0:
            return None, None
        return choose_dates(self._near_dates(), fetched_on)

    def _near_dates(self) -> list[tuple[DateText, int]]:
        blocks = self.walk.blocks
        start = end = self.position + 1
        first = 0
        if self.container is not None:
            span = self.walk.spans.get(self.container[1])
            start, end = span or (start, end)
            first = box_of_both(self.walk, self.position, self.container[1])
        elif self.place is not None:
            start = self.position + 1 + len(self.place.head)
            end = start + len(self.place.body)
            first = self.walk.spans.get(self.place.wrapper, (0, 0))[0]
        return list(dates_near(blocks, self.position, start, end, first))

    @cached_property
    def credit(self) -> Byline:
        """What the CMS's own lines name as author and source."""
        lines = self.select(self.selectors.credits, self.scope)[1]
        return read_credits(clean("".join(line.itertext())) for line in lines)

    def _rule(self, name: str, rule: str) -> None:
        if rule:
            self.read_by[name] = rule

    @page_field
    def title(self) -> str:
        """The headline."""
        title = self.found_title
        if title is None:
            return ""
        self._rule("title", title.rule)
        return split_date(title.text)[0]

    @page_field
    def lead(self) -> str | None:
        """The lead, where the page sets it apart."""
        lead, _, rule = self.found_lead
        if lead is not None:
            self._rule("lead", rule)
        return lead

    @page_field
    def body(self) -> list[str]:
        """Paragraphs, sub-headings and list items."""
        if self.found_body.paragraphs:
            self._rule("body", self.content[2])
        return self.found_body.paragraphs

    @page_field
    def headings(self) -> list[int]:
        """Which of the paragraphs are sub-headings."""
        return self.found_body.headings

    @page_field
    def tables(self) -> list[list[list[str]]]:
        """The tables with data."""
        return self.found_body.tables

    @page_field
    def author(self) -> str | None:
        """The person named as author: in the CMS's own line, or under the text."""
        byline = self.found_body.byline
        if self.credit.author is not None and not (self.credits_are_accounts and byline.author):
            self._rule("author", f"{self.cms}:author-line")
            return self.credit.author
        if byline.author is not None:
            self._rule("author", f"byline:{self.found_body.signed}")
            return byline.author
        name, rule = author_above(self.content[0])
        if name is None:  # what stands above the text is not read where the CMS names its lead
            dates = self.select(self.selectors.date, self.scope)[1]
            lines = (clean(" ".join(element.itertext())) for element in dates)
            name = next(filter(None, map(author_in, lines)), None)
            rule = "date-line" if name else ""
        self._rule("author", rule)
        return name

    @page_field
    def organisation(self) -> str | None:
        """The body named under the author."""
        found = self.found_body.byline.organisation or self.credit.organisation
        if found is not None:
            self._rule("organisation", "byline:line")
        return found

    @page_field
    def source(self) -> str | None:
        """Where the site says the text comes from."""
        if self.credit.source is not None:
            self._rule("source", f"{self.cms}:source-line")
            return self.credit.source
        found = self.found_body.byline.source
        if found is not None:
            self._rule("source", "byline:line")
        return found

    @page_field
    def source_mark(self) -> str | None:
        """The agency mark in front of the text."""
        opening = self.found_lead[0] or next(iter(self.found_body.paragraphs), "")
        return read_source_mark(opening)

    @page_field
    def section(self) -> str | None:
        """The site's own section, the innermost one."""
        title = self.found_title
        selector, found = self.selectors.section.find(self.root)
        items = [clean("".join(element.itertext())) for element in found]
        section = last_section(items, title.text if title else "")
        if section is not None:
            self._rule("section", selector)
            return section
        if "article:section" in self.meta:
            self._rule("section", "meta:article:section")
            return self.meta["article:section"]
        hint = None if found else self.context.hints.section  # a breadcrumb says it all
        if self.position >= 0 and title is not None:
            near = find_section(self.walk.blocks, self.position, title.text, hint)
            if near is not None:
                self._rule("section", near[1])
                return near[0]
        if hint:
            self._rule("section", "listing:section")
        return hint

    @page_field
    def tags(self) -> list[str]:
        """The site's own tags."""
        beside = next(self.scope.iterancestors(), self.root)
        selector, found = self.selectors.tags.find(beside, self.names)
        tags = [clean("".join(element.itertext())) for element in found]
        if not found:
            selector = "meta:article:tag"
            named = (e for e in self.head["meta"] if e.get("property") == "article:tag")
            tags = [clean(element.get("content") or "") for element in named]
        tags = list(dict.fromkeys(tag for tag in tags if tag))
        if tags:
            self._rule("tags", selector)
        return tags

    @page_field
    def published(self) -> PrintedDate | None:
        """The date of publication."""
        published = self.dates[0]
        if published is not None:
            self._rule("published", published.rule)
        return published

    @page_field
    def updated(self) -> PrintedDate | None:
        """The date of the last change."""
        updated = self.dates[1]
        if updated is not None:
            self._rule("updated", updated.rule)
        return updated

    @page_field
    def images(self) -> list[Image]:
        """The pictures with their captions."""
        pictures = list(self.found_body.pictures)
        _, found = self.select(self.selectors.picture, self.scope)
        if found:
            pictures = [*take_pictures(walk(found[0]))[0], *pictures]
        return as_images(pictures, self.base_url)

    @page_field
    def attachments(self) -> list[Attachment]:
        """Files offered for download in the text or beside it."""
        holders = [*self.select(self.selectors.attachments, self.scope)[1]]
        if self.container is not None:
            holders.insert(0, self.container[1])
        elif self.place is not None:
            holders[:0] = [block.element for block in (*self.place.head, *self.place.body)]
        return find_attachments(holders, self.base_url)

    @page_field
    def problems(self) -> list[str]:
        """What speaks against storing the page."""
        body = self.response.body
        if guard := guard_word(body):
            return [guard]
        if is_not_found((self.title, self.page_title)):
            return ["not-found-page"]
        has_text = bool(self.title or self.found_body.paragraphs)
        if not has_text and not any(block.is_text for block in self.walk.blocks):
            return ["empty-page"]
        problems = ["truncated-page"] if is_truncated(body) else []
        expected = self.context.hints.title
        if self.container is None and self._is_listing():
            problems.append("looks-like-a-listing")
        elif is_another_page(self.title, expected, self.found_body.paragraphs):
            problems.append("another-page")
        if not self.title:
            problems.append("no-title")
        if not self.found_body.paragraphs and self.found_lead[0] is None:
            problems.append("no-body")
        return problems

    def _is_listing(self) -> bool:
        names = (self.page_title, self.meta.get("og:title", ""))
        expected = self.context.hints.title
        return is_among_others(
            self.walk.blocks, self.position, self.place, names
        ) or has_other_title(self.root, self.title, expected, names, self.is_own)

    @page_field
    def rules(self) -> dict[str, str]:
        """Which rule read a field; the fields above have been read when this one is."""
        return dict(self.read_by)
