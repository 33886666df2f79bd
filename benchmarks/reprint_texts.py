"""Synthetic articles for the benchmark of reprints: a Zipf vocabulary, formula passages, edits."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, product
from typing import Final
from unicodedata import normalize

from archive.reprints.shingles import KEPT, shingles

_ONSETS: Final = "b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x"
_RIMES: Final = (
    "a ai am an anh ao ăc ăng âm ân ât ây e em ê êm ên i iên iêu inh o oa oai oan oc om on ong ô ôi "
    "ôn ông ơ ơi ơn u ua uân uc uê ui um un uôc uôn ư ưa ưc ưng ươc ương ươi uyên"
)
_TONES: Final = "\u0301\u0300\u0309\u0323"
_VOCABULARY: Final = 6000
_FORMULAS: Final = 400
_FIRST_DAY: Final = date(2015, 1, 1)
_DAYS: Final = 4000
_SITES: Final = 120
_HASHES: Final = 2**47
#: The edits: name to share of syllables that the edited text has of the base, as far as it is fixed.
EDITS: Final = (
    "0.5 % of words",
    "2 % of words",
    "5 % of words",
    "cut to 80 %",
    "cut to 60 %",
    "cut to 30 %",
    "sentences dropped",
    "introduction",
)
#: The hard negatives.
NEGATIVES: Final = ("50-70 % shared", "other edition")


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A synthetic article.

    Attributes:
        id: Its number.
        site: Number of its site, from 1.
        day: Printed day.
        title: Headline.
        words: Its text, syllable by syllable.
        base: The article that it was made of; 0 for a base.
        sort: How it was made: of `EDITS`, of `NEGATIVES`, or ``base``.
    """

    id: int
    site: int
    day: date
    title: str
    words: list[str]
    base: int = 0
    sort: str = "base"


class Writer:
    """Writes articles, the same ones for a seed.

    Args:
        seed: Of all random choices.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        shuffled = [
            onset + normalize("NFC", rime[0] + tone) + rime[1:]
            for onset, rime in product(_ONSETS.split(), _RIMES.split())
            for tone in ("", *_TONES)
        ]
        self._random.shuffle(shuffled)
        self._words = shuffled[:_VOCABULARY]
        # One word in sixty is a number.
        self._words[30::60] = map(str, range(1, len(self._words[30::60]) + 1))
        # Zipf's law, as Mandelbrot wrote it; the most frequent syllable is 2 % of all.
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(len(self._words))))
        self._formulas = [self._fresh(self._random.randrange(8, 45)) for _ in range(_FORMULAS)]
        self._formula_hashes = [shingles(formula) for formula in self._formulas]

    def _fresh(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def base(self, number: int) -> Synthetic:
        """Write an article of 80 to 3000 syllables, a tenth of them formulas that others have too."""
        length = min(max(round(self._random.lognormvariate(5.9, 0.55)), 80), 3000)
        words: list[str] = []
        while len(words) < length:
            words += self._fresh(self._random.randrange(100, 300))
            words += self._formulas[self._formula()]
        # Every text names a day, as news does.
        words[4:4] = f"ngày {self._random.randrange(1, 29)} tháng {number % 12 + 1}".split()
        return Synthetic(
            id=number,
            site=self._random.randrange(1, _SITES + 1),
            day=_FIRST_DAY + timedelta(days=self._random.randrange(_DAYS)),
            title=" ".join(self._fresh(self._random.randrange(8, 16))),
            words=words[:length],
        )

    def stand_in(self, number: int, like: Synthetic) -> tuple[Synthetic, list[int]]:
        """Return an article without text, and a sketch as a text of its own would have.

        Writing a million texts and reading their syllables takes an hour; what a search for a text meets
        is the hashes, and those are as many, as random, and of as many formulas.

        Args:
            number: Number of the article.
            like: Whose length its text would have.
        """
        top = _HASHES * KEPT // len(like.words)
        formulas = [
            value
            for _ in range(len(like.words) // 200)
            for value in self._formula_hashes[self._formula()]
            if value < top
        ]
        own = [int(self._random.random() * top) for _ in range(KEPT - len(formulas))]
        day = _FIRST_DAY + timedelta(days=self._random.randrange(_DAYS))
        article = replace(like, id=number, day=day, words=[])
        return article, sorted({*own, *formulas})[:KEPT]

    def _formula(self) -> int:
        """Choose a formula: some are in every tenth article, most in few."""
        return int(_FORMULAS * self._random.random() ** 3)

    def edited(self, number: int, base: Synthetic, sort: str) -> Synthetic:
        """Make a reprint: on another site, within ten days, one in two with a new headline."""
        words = self._edited(base.words, sort)
        renamed = self._random.random() < 0.5 and sort != "introduction"
        return Synthetic(
            id=number,
            site=base.site % _SITES + 1,
            day=base.day + timedelta(days=self._random.randrange(10)),
            title=" ".join(self._fresh(10)) if renamed else base.title,
            words=words,
            base=base.id,
            sort=sort,
        )

    def _edited(self, words: Sequence[str], sort: str) -> list[str]:
        if sort.endswith("% of words"):
            rate = float(sort.split()[0]) / 100
            others = self._fresh(len(words))
            return [
                other if self._random.random() < rate else word
                for word, other in zip(words, others, strict=True)
            ]
        if sort.startswith("cut to"):
            return list(words[: max(len(words) * int(sort.split()[2]) // 100, 60)])
        if sort == "introduction":
            return [*self._fresh(45), *words]
        return [
            word
            for start in range(0, len(words), 25)
            if self._random.random() > 0.2
            for word in words[start : start + 25]
        ]

    def negative(self, number: int, base: Synthetic, sort: str) -> Synthetic:
        """Make an article that shares much with another one and is not the same."""
        if sort == "other edition":
            words = [
                str(int(word) + 1)
                if word.isdecimal() and (place < 8 or self._random.random() < 0.5)
                else word
                for place, word in enumerate(base.words)
            ]
            title, day = base.title, base.day + timedelta(days=365)
        else:
            kept = self._random.uniform(0.5, 0.7)
            size = len(base.words)
            start = self._random.randrange(int(size * (1 - kept)) + 1)
            words = self._fresh(size)
            words[start : start + int(size * kept)] = base.words[start : start + int(size * kept)]
            title, day = " ".join(self._fresh(10)), base.day + timedelta(days=3)
        return Synthetic(number, base.site % _SITES + 1, day, title, words, base.id, sort)

    def probes(self, first: int, bases: Sequence[Synthetic], count: int) -> Iterator[Synthetic]:
        """Yield articles that come when the archive is full: edits, hard negatives and unlike ones.

        Args:
            first: Number of the first.
            bases: Articles that are there, each for one edit or negative.
            count: How many of each of the three.
        """
        number = first
        for place, base in enumerate(bases[:count]):
            yield self.edited(number, base, EDITS[place % len(EDITS)])
            number += 1
        for place, base in enumerate(bases[count : 2 * count]):
            yield self.negative(number, base, NEGATIVES[place % len(NEGATIVES)])
            number += 1
        for _ in range(count):
            yield self.base(number)
            number += 1
