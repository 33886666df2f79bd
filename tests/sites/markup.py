"""HTML of bodies, in the ways that editors and word processors write it, and made-up class names."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from html import escape
from pathlib import PurePosixPath
from typing import TypeVar

from .truth import TEXT_KINDS, Article, Block, Kind

T = TypeVar("T")

ZERO_WIDTH_SPACE = "\u200b"
NO_BREAK_SPACE = "\u00a0"
ICELANDIC_ETH = "\u00d0"

JUSTIFY = "text-align: justify;"
RIGHT = "text-align: right;"


class Names:
    """Class names and choices of structure that nothing may lean on: another seed, other ones."""

    def __init__(self, seed: int, site: str) -> None:
        self.seed = seed
        self.site = site

    def __call__(self, key: str) -> str:
        """Give the class name of a part, a word that means nothing."""
        dice = self._dice(f"name:{key}")
        syllables = (
            "ba",
            "co",
            "du",
            "ga",
            "ki",
            "lo",
            "mu",
            "na",
            "pe",
            "ro",
            "su",
            "ti",
            "vu",
            "xe",
        )
        word = "".join(dice.choice(syllables) for _ in range(3))
        return f"{word}{dice.choice(('', '-', '_'))}{dice.randint(1, 99)}"

    def pick(self, key: str, options: Sequence[T]) -> T:
        """Choose one way to write a part."""
        return self._dice(f"pick:{key}").choice(options)

    def shuffled(self, key: str, items: Sequence[T]) -> list[T]:
        """Give the parts in an order of this seed's own."""
        return self._dice(f"order:{key}").sample(items, len(items))

    def _dice(self, key: str) -> random.Random:
        return random.Random(f"{self.seed}:{self.site}:{key}")


def element(tag: str, name: str, inner: str) -> str:
    """Write an element with a class."""
    return f'<{tag} class="{name}">{inner}</{tag}>'


def link(href: str, text: str, *, title: bool = False) -> str:
    """Write a link."""
    extra = f' title="{escape(text)}"' if title else ""
    return f'<a href="{escape(href)}"{extra}>{escape(text)}</a>'


def image(path: str, alt: str = "") -> str:
    """Write a picture."""
    return f'<img src="{escape(path)}" alt="{escape(alt)}"/>'


def file_stem(path: str) -> str:
    """Give the file name as many editors leave it in `alt`: ``48vu-vo.jpg`` gives ``48vu vo``."""
    return PurePosixPath(path).stem.replace("-", " ")


def page_text(article: Article) -> tuple[Block, ...]:
    """Give the blocks as printed: with the author glued to the last text where the editor did so."""
    if not (article.glued_author and article.author):
        return article.blocks
    blocks = list(article.blocks)
    last = max(n for n, block in enumerate(blocks) if block.kind in TEXT_KINDS)
    glued = f"{blocks[last].text} {article.author}"
    blocks[last] = Block(blocks[last].kind, glued)
    return tuple(blocks)


def signature(article: Article, style: str = "strong") -> str:
    """Write the author line and the line of the office, as they end most bodies."""
    author = None if article.glued_author else article.author
    lines = [line for line in (author, article.organisation) if line]
    return "\n".join(f'<p style="{RIGHT}"><{style}>{escape(line)} </{style}></p>' for line in lines)


def body(article: Article, *, indent: str = "", first_picture: bool = True) -> str:
    """Write the body. How it is marked up depends on the article, as each editor has habits.

    Args:
        article: The article.
        indent: What opens each paragraph, such as no-break spaces.
        first_picture: Whether a picture that opens the body is written here.
    """
    write = (_justified, _divisions, _bare, _word)[article.id % 4]
    blocks = page_text(article)
    if article.starts_with_picture and not first_picture:
        blocks = blocks[1:]
    parts = []
    for n, block in enumerate(blocks):
        if block.kind is Kind.PICTURE:
            parts.append(picture(block, (article.id + n) % 3))
        elif block.kind is Kind.TABLE:
            parts.append(_table(block))
        elif block.kind is Kind.ITEM:
            parts.append(_item(blocks, n))
        else:
            parts.append(write(block, indent + _noisy(block, article.id, n)))
    return "\n".join(parts)


def _noisy(block: Block, number: int, n: int) -> str:
    """Write the letters as editors and old keyboards leave them; cleaned, the text is the same."""
    text = block.text
    if number % 5 == 0 and n == 2:
        text = unicodedata.normalize("NFD", text)
    if number % 7 == 0 and n == 1:
        text = text.replace("Đ", ICELANDIC_ETH)
    if number % 3 == 1:
        text = text.replace(", ", f",{NO_BREAK_SPACE} ", 1)
    if number % 4 == 3 and n == 1:
        text = ZERO_WIDTH_SPACE + text
    return escape(text)


def _justified(block: Block, text: str) -> str:
    if block.kind is Kind.HEADING:
        return f'<p style="{JUSTIFY}"><strong>{text}</strong></p>\n'
    return f'<p style="{JUSTIFY}">{text}</p>\n<p>&nbsp;</p>\n'


def _divisions(block: Block, text: str) -> str:
    inner = f"<b>{text}</b>" if block.kind is Kind.HEADING else text
    return f'<div style="{JUSTIFY}">{inner}<br  />\n&nbsp;</div>'


def _bare(block: Block, text: str) -> str:
    inner = f"<strong>{text}</strong>" if block.kind is Kind.HEADING else text
    return f"{inner}<br  />\n<br  />"


def _word(block: Block, text: str) -> str:
    if block.kind is Kind.HEADING:
        return f'<h3 style="{JUSTIFY}"><span style="font-size:14pt">{text}</span></h3>'
    return (
        f'<p class="MsoNormal" style="margin:6pt 0cm; {JUSTIFY}"><span style="font-size:14pt">'
        f'<span style="font-family:\'Times New Roman\',serif"><span style="color:black">{_split(text)}'
        "</span></span></span></p>"
    )


def _split(text: str) -> str:
    """Cut one word in two spans, as Word does where a spelling was changed."""
    words = text.split(" ")
    for n, word in enumerate(words[:12]):
        if len(word) > 3 and word.isalpha():
            words[n] = f"<span>{word[:2]}</span><span>{word[2:]}</span>"
            break
    return " ".join(words)


def _item(blocks: Sequence[Block], n: int) -> str:
    opens = n == 0 or blocks[n - 1].kind is not Kind.ITEM
    closes = n == len(blocks) - 1 or blocks[n + 1].kind is not Kind.ITEM
    return f"{'<ul>' if opens else ''}<li>{escape(blocks[n].text)}</li>{'</ul>' if closes else ''}"


def _table(block: Block) -> str:
    rows = "\n".join(
        f"<tr>{''.join(f'<td><p>{escape(cell)}</p></td>' for cell in row)}</tr>"
        for row in block.rows
    )
    return f'<table border="1" cellpadding="0" cellspacing="0"><tbody>\n{rows}\n</tbody></table>'


def picture(block: Block, style: int) -> str:
    """Write a picture of a body with its caption: a figure, a table of one column, or a centred line."""
    shown = image(block.path, file_stem(block.path))
    caption = escape(block.text)
    if not caption:
        return f'<p style="text-align: center;">{shown}</p>'
    if style == 0:
        return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"
    if style == 1:
        return (
            '<table align="center" border="0"><tbody>'
            f"<tr><td>{shown}</td></tr><tr><td>{caption}</td></tr></tbody></table>"
        )
    return f'<p style="text-align: center;">{shown}<br />\n<em>{caption}</em></p>'
