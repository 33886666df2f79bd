"""Second pipeline: what the article is about."""

from __future__ import annotations

from archive.places import find_province
from archive.provinces import as_of
from archive.readings import ProvinceFinding
from archive.topics import classify
from crawler.items import Article


class EnrichPipeline:
    """Find the province and the topics of an article, each with its evidence."""

    def process_item(self, item: Article) -> Article:
        """Fill ``province`` and ``topics``."""
        item.province = self._province(item)
        item.topics = classify(
            section=item.section, title=item.title, lead=item.lead, body=item.body_text
        )
        return item

    def _province(self, item: Article) -> ProvinceFinding | None:
        """Return the province that the article is about.

        The site of a provincial body speaks of its own province; a central site names one in its text.
        """
        on = item.published.value.date() if item.published else None
        if item.site_province is None:
            return find_province(
                title=item.title,
                organisation=item.organisation,
                lead=item.lead,
                body=item.body_text,
                on=on,
            )
        unit = as_of(item.site_province, on).id if on else item.site_province
        return ProvinceFinding(unit, "site", item.site)
