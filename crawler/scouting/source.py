"""The source of a new spider: about ten lines, in the form that the project's linters want."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from archive import provinces

if TYPE_CHECKING:
    from crawler.platforms.site import SiteSpider

_WIDTH: Final = 100
_PIECE: Final = 84


@dataclass(frozen=True, slots=True)
class NewSpider:
    """What is written into the file of a spider.

    Attributes:
        name: Its name.
        base: Its base.
        host: Host of the site.
        scheme: ``https`` or ``http``.
        province: Identifier of the province; None for a central site.
        body: The body, ``Ban Tuyên giáo Tỉnh ủy``.
        start_path: Where the walk begins; ``/`` is the base's own.
        article_pattern: The form of article addresses, where the base's own will not do.
        shape_only: Whether links are told by their shape though the base knows a form.
        note: A sentence on how the spider came to be.
    """

    name: str
    base: type[SiteSpider]
    host: str
    scheme: str
    province: str | None
    body: str
    start_path: str
    article_pattern: str | None
    shape_only: bool
    note: str

    @property
    def class_name(self) -> str:
        """Name of the class: ``AnGiangSpider``."""
        return "".join(word.capitalize() for word in self.name.split("_") if word) + "Spider"

    @property
    def full_body(self) -> str:
        """The body with its province, as its site is called."""
        if self.province is None:
            return self.body
        name = provinces.get(self.province).name
        return self.body if self.body.endswith(name) else f"{self.body} {name}"


def spider_source(new: NewSpider) -> str:
    """Return the source of a spider's file."""
    lines = [
        f'"""{new.host}: {new.full_body}."""',
        "",
        f"from {new.base.__module__} import {new.base.__name__}",
        "",
        "",
        f"class {new.class_name}({new.base.__name__}):",
        f'    """{new.full_body}. {new.note}"""',
        "",
        f'    name = "{new.name}"',
        f'    host = "{new.host}"',
    ]
    if new.scheme != new.base.scheme:
        lines.append(f'    scheme = "{new.scheme}"')
    lines.append(f"    province = {json.dumps(new.province) if new.province else None}")
    if new.start_path not in new.base.start_paths:
        lines.append(f"    start_paths = ({json.dumps(new.start_path)},)")
    if new.article_pattern is not None:
        lines += pattern_lines("article_pattern", new.article_pattern)
    elif new.shape_only:
        lines.append("    article_pattern = None")
    return "\n".join(lines) + "\n"


def pattern_lines(name: str, regex: str) -> list[str]:
    """Return an assignment of a regular expression in the body of a class, in lines that fit."""
    line = f'    {name} = r"{regex}"'
    if len(line) <= _WIDTH:
        return [line]
    alternatives = re.split(r"(?<!\\)(?=\|\^)", regex)
    pieces = [piece for text in alternatives for piece in _cut(text)]
    return [f"    {name} = (", *(f'        r"{piece}"' for piece in pieces), "    )"]


def _cut(text: str) -> list[str]:
    """Cut a long alternative behind a slash."""
    pieces = [""]
    for part in re.split(r"(?<=/)", text):
        if len(pieces[-1]) + len(part) > _PIECE and pieces[-1]:
            pieces.append("")
        pieces[-1] += part
    return pieces
