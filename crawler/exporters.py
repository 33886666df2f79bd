"""Feed exports (``-O out.jsonl``) with the fields of an export from the archive."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import CsvItemExporter, JsonItemExporter, JsonLinesItemExporter

from archive.exports.csv import cell
from archive.exports.readings import record_of_reading
from crawler.items import Article


class JsonLines(JsonLinesItemExporter):
    """JSON Lines: one article a line."""

    def export_item(self, item: Any) -> None:
        """Write one article."""
        super().export_item(_record(item))


class Json(JsonItemExporter):
    """One JSON list of articles."""

    def export_item(self, item: Any) -> None:
        """Write one article."""
        super().export_item(_record(item))


class Csv(CsvItemExporter):
    """CSV, with lists as JSON and formulas defused, as `archive.exports.csv` writes it."""

    def export_item(self, item: Any) -> None:
        """Write one article."""
        super().export_item({name: cell(value) for name, value in _record(item).items()})


def _record(item: Article) -> dict[str, Any]:
    return {"id": None, **record_of_reading(item, item.capture)}
