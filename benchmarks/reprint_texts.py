"""Synthetic articles for the benchmark of reprints: a Zipf vocabulary, formula passages, edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, cycle, islice, product
from random import Random
from typing import Final
from unicodedata import normalize

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
#: How many sites the articles are on, numbered from 1.
SITES: Final = 120
# Texts are numbered below it, so that each has random numbers of its own.
_MOST: Final = 2**40
_GRAM: Final = 4

#: The edits that make a reprint.
EDITS: Final = (
    "0.5 % of words",
    "2 % of words",
    "5 % of words",
    "passage rewritten",
    "sentences dropped",
    "introduction",
    "cut to 80 %",
    "cut to 60 %",
    "cut to 33 %",
)
#: What shares much with an article, and is no reprint of it.
NEGATIVES: Final = ("50-70 % shared", "other edition", "digest")
#: What is like no other article: a text like the others, and one of nothing but formulas.
UNLIKE: Final = ("base", "formulas")


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A synthetic article.

    Attributes:
        id: Its number.
        site: Number of its site, from 1.
        day: Printed day.
        title: Headline.
        words: Its text, syllable by syllable.
        base: The article that it was made of; 0 where it was made of none.
        sort: How it was made: of `EDITS`, `NEGATIVES` or `UNLIKE`.
        overlap: Of the sequences of four syllables that it or its base has, the share that both have.
    """

    id: int
    site: int
    day: date
    title: str
    words: list[str]
    base: int = 0
    sort: str = "base"
    overlap: float = 0.0


class Writer:
    """Writes articles: under one seed the same one for a number, whatever was written before.

    Args:
        seed: Of all random choices.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        random = self._random(0)
        shuffled = [
            onset + normalize("NFC", rime[0] + tone) + rime[1:]
            for onset, rime in product(_ONSETS.split(), _RIMES.split())
            for tone in ("", *_TONES)
        ]
        random.shuffle(shuffled)
        self._words = shuffled[:_VOCABULARY]
        # One word in sixty is a number.
        self._words[30::60] = map(str, range(1, len(self._words[30::60]) + 1))
        # Zipf's law, as Mandelbrot wrote it; the most frequent syllable is 2 % of all.
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(len(self._words))))
        self._formulas = [self._fresh(random, random.randrange(8, 45)) for _ in range(_FORMULAS)]

    def _random(self, number: int) -> Random:
        return Random(self._seed * _MOST + number)

    def _fresh(self, random: Random, count: int) -> list[str]:
        return random.choices(self._words, cum_weights=self._weights, k=count)

    def base(self, number: int) -> Synthetic:
        """Write an article of 80 to 3000 syllables, a tenth of them formulas that others have too.

        Args:
            number: Of the article, from 1.
        """
        random = self._random(number)
        length = min(max(round(random.lognormvariate(5.9, 0.55)), 80), 3000)
        words: list[str] = []
        while len(words) < length:
            words += self._fresh(random, random.randrange(100, 300))
            words += self._formula(random)
        return self._article(random, number, words[:length])

    def _only_formulas(self, number: int) -> Synthetic:
        random = self._random(number)
        words = [word for _ in range(16) for word in self._formula(random)]
        return self._article(random, number, words, "formulas")

    def _article(
        self, random: Random, number: int, words: list[str], sort: str = "base"
    ) -> Synthetic:
        # Every text names a day, as news does.
        words[4:4] = f"ngày {random.randrange(1, 29)} tháng {number % 12 + 1}".split()
        return Synthetic(
            id=number,
            site=random.randrange(1, SITES + 1),
            day=_FIRST_DAY + timedelta(days=random.randrange(_DAYS)),
            title=self._title(random),
            words=words,
            sort=sort,
        )

    def _title(self, random: Random) -> str:
        return " ".join(self._fresh(random, random.randrange(8, 16)))

    def _formula(self, random: Random) -> list[str]:
        """Choose a formula: some are in every fourth article, most in few."""
        return self._formulas[int(_FORMULAS * random.random() ** 3)]

    def probes(self, articles: int, count: int) -> Iterator[Synthetic]:
        """Yield articles that come when the archive is full, each made of other articles in it.

        Args:
            articles: How many are there, numbered from 1.
            count: How many reprints, hard negatives, and articles that are like no other: each.
        """
        number = articles + 1
        of = iter(self._random(number).sample(range(1, articles + 1), 4 * count))
        for sort in islice(cycle(EDITS), count):
            yield self._edited(number, self.base(next(of)), sort)
            number += 1
        for sort in islice(cycle(NEGATIVES), count):
            base = self.base(next(of))
            if sort == "digest":
                yield self._digest(number, base, [self.base(next(of)) for _ in range(2)])
            else:
                yield self._negative(number, base, sort)
            number += 1
        for sort in islice(cycle(UNLIKE), count):
            yield self.base(number) if sort == "base" else self._only_formulas(number)
            number += 1

    def _edited(self, number: int, base: Synthetic, sort: str) -> Synthetic:
        """Make a reprint: on another site, within ten days, one in two with a new headline."""
        random = self._random(number)
        words = self._edit(random, base.words, sort)
        title = self._title(random) if random.random() < 0.5 else base.title
        return _made(number, base, sort, words, title, random.randrange(10))

    def _edit(self, random: Random, words: Sequence[str], sort: str) -> list[str]:
        if sort.endswith("% of words"):
            rate = float(sort.split()[0]) / 100
            others = self._fresh(random, len(words))
            return [
                other if random.random() < rate else word
                for word, other in zip(words, others, strict=True)
            ]
        if sort == "passage rewritten":
            return self._rewritten(random, words, random.uniform(0.8, 0.99))
        if sort.startswith("cut to"):
            return list(words[: max(len(words) * int(sort.split()[2]) // 100, 60)])
        if sort == "introduction":
            return [*self._fresh(random, 45), *words]
        return [
            word
            for start in range(0, len(words), 25)
            if random.random() > 0.1
            for word in words[start : start + 25]
        ]

    def _rewritten(self, random: Random, words: Sequence[str], overlap: float) -> list[str]:
        """Write one passage of a text anew, so long that this share of the sequences of both is left."""
        size = round(len(words) * (1 - 2 * overlap / (1 + overlap)))
        start = random.randrange(len(words) - size + 1)
        return [*words[:start], *self._fresh(random, size), *words[start + size :]]

    def _negative(self, number: int, base: Synthetic, sort: str) -> Synthetic:
        """Make an article that shares much with another one and is not the same."""
        random = self._random(number)
        if sort == "other edition":
            words = [
                str(int(word) + 1)
                if word.isdecimal() and (place < 8 or random.random() < 0.5)
                else word
                for place, word in enumerate(base.words)
            ]
            return _made(number, base, sort, words, base.title, 365)
        words = self._rewritten(random, base.words, random.uniform(0.5, 0.7))
        return _made(number, base, sort, words, self._title(random), 3)

    def _digest(self, number: int, base: Synthetic, others: Sequence[Synthetic]) -> Synthetic:
        """Make an article that has three others one after another."""
        parts = [base, *others]
        random = self._random(number)
        random.shuffle(parts)
        words = [word for part in parts for word in part.words]
        days = (max(part.day for part in parts) - base.day).days
        return _made(number, base, "digest", words, self._title(random), days)


def _made(
    number: int, base: Synthetic, sort: str, words: list[str], title: str, days: int
) -> Synthetic:
    own, theirs = _grams(words), _grams(base.words)
    return Synthetic(
        id=number,
        site=base.site % SITES + 1,
        day=base.day + timedelta(days=days),
        title=title,
        words=words,
        base=base.id,
        sort=sort,
        overlap=len(own & theirs) / len(own | theirs),
    )


def _grams(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[place:] for place in range(_GRAM)), strict=False))
