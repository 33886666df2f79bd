"""What is written in a figure: labels, and the source that says what the figure shows."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from archive.search.tree import EVERYTHING
from archive.search.trends import By, Trend, Unit


class Language(StrEnum):
    """Languages of what is written in a figure."""

    ENGLISH = "en"
    VIETNAMESE = "vi"


_WORDS: Final[dict[Language, dict[str, str]]] = {
    Language.ENGLISH: {
        Unit.ARTICLES: "articles per {per} articles",
        Unit.HITS: "hits per {per} articles",
        By.MONTH: "month",
        By.YEAR: "year",
        By.PROVINCE: "province",
        By.PROVINCE_TODAY: "province, by the map since 1 July 2025",
        By.SITE: "site",
        By.TOPIC: "topic",
        By.KIND: "kind",
        "none": "none",
        "found": "{query}: {found} of {total} articles.",
        "among": "Articles: {chosen}, published {first} to {last}.",
        "undated": "Articles: {chosen}, all undated.",
        "all": "all of the archive",
        "interval": "Thin lines: 95\u00a0% intervals (Wilson).",
        "gaps": "No point: the archive has no article.",
        "left out": "Not shown, as no {period} is known: {number} articles, of which match: {found}.",
        "thousands": ",",
        "point": ".",
    },
    Language.VIETNAMESE: {
        Unit.ARTICLES: "số bài trên {per} bài",
        Unit.HITS: "số lần xuất hiện trên {per} bài",
        By.MONTH: "tháng",
        By.YEAR: "năm",
        By.PROVINCE: "tỉnh, thành phố",
        By.PROVINCE_TODAY: "tỉnh, thành phố, theo bản đồ từ 1/7/2025",
        By.SITE: "trang",
        By.TOPIC: "chủ đề",
        By.KIND: "thể loại",
        "none": "không có",
        "found": "{query}: {found} trên {total} bài.",
        "among": "Các bài: {chosen}, đăng từ {first} đến {last}.",
        "undated": "Các bài: {chosen}, đều không rõ ngày đăng.",
        "all": "toàn bộ kho lưu trữ",
        "interval": "Vạch mảnh: khoảng tin cậy 95\u00a0% (Wilson).",
        "gaps": "Không có điểm: kho lưu trữ không có bài.",
        "left out": "Không thể hiện vì không rõ {period}: {number} bài, trong đó khớp: {found}.",
        "thousands": ".",
        "point": ",",
    },
}


class Wording:
    """What is written in the figure of a trend.

    Args:
        trend: What is drawn.
        language: In which language.
        per: To how many articles frequencies are related.
    """

    def __init__(self, trend: Trend, language: Language, per: int) -> None:
        self._trend = trend
        self._words = _WORDS[language]
        self._per = per

    def word(self, name: str) -> str:
        """Return the word for a thing that is told apart, or for none."""
        return self._words[name]

    def of_rates(self) -> str:
        """Return the label of the axis of rates."""
        return self._words[self._trend.unit].format(per=self.number(self._per))

    def number(self, value: float) -> str:
        """Return a number as it is written."""
        text = f"{value:,.10g}"
        return "".join(
            self._words["thousands"]
            if sign == ","
            else self._words["point"]
            if sign == "."
            else sign
            for sign in text
        )

    def source(self, *, gaps: bool) -> str:
        """Return the source.

        Args:
            gaps: Whether periods are drawn, of which some may be gaps.
        """
        return " ".join(
            [
                *self._found(),
                self._among(),
                *([self._words["interval"]] if self._trend.unit is Unit.ARTICLES else []),
                *(self._gaps() if gaps else []),
            ]
        )

    def _found(self) -> list[str]:
        total = self.number(self._trend.total)
        return [
            self._words["found"].format(query=query, found=self.number(found), total=total)
            for query, found in self._trend.found.items()
        ]

    def _among(self) -> str:
        trend = self._trend
        chosen = self._words["all"] if trend.among == EVERYTHING else str(trend.among)
        if trend.first is None:
            return self._words["undated"].format(chosen=chosen)
        return self._words["among"].format(chosen=chosen, first=trend.first, last=trend.last)

    def _gaps(self) -> list[str]:
        trend = self._trend
        sentences = []
        if any(not row.total for row in trend.rows):
            sentences.append(self._words["gaps"])
        if trend.without_period:
            period = next(one for one in trend.by if one.is_period)
            found = ", ".join(map(self.number, trend.found_without_period.values()))
            sentences.append(
                self._words["left out"].format(
                    period=self._words[period],
                    found=found,
                    number=self.number(trend.without_period),
                )
            )
        return sentences
