from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def imported(source: str) -> Iterator[str]:
    """The modules that a module imports, wherever in it and however, also by name at run time."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            name = called.id if isinstance(called, ast.Name) else called
            if name in ("import_module", "__import__"):
                yield str(node.args[0].value)


def top(module: str) -> str:
    return module.split(".")[0]


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("path", modules("archive"), ids=lambda path: str(path.relative_to(ROOT)))
def test_archive_knows_nothing_of_crawling(path: Path) -> None:
    forbidden = {"crawler", "scrapy", "scrapy_poet", "web_poet", "twisted", "tests", "migrations"}
    assert not forbidden & {top(module) for module in imported(path.read_text("utf-8"))}


@pytest.mark.parametrize("path", modules("crawler"), ids=lambda path: str(path.relative_to(ROOT)))
def test_crawler_knows_nothing_of_tests_and_migrations(path: Path) -> None:
    assert not {"tests", "migrations"} & {top(m) for m in imported(path.read_text("utf-8"))}


@pytest.mark.parametrize(
    "source",
    [
        "import crawler",
        "import os, crawler.items",
        "from crawler.items import Article",
        "def f():\n    from crawler import items",
        "if TYPE_CHECKING:\n    import crawler.items as x",
        "import importlib\nimportlib.import_module('crawler.items')",
        "__import__('crawler')",
    ],
)
def test_every_way_to_import_is_seen(source: str) -> None:
    assert "crawler" in {top(module) for module in imported(source)}


def test_type_checkers_find_what_pip_installs_from_this_folder() -> None:
    """They follow a path in a ``.pth``, and no import hook; `make install` makes it anew."""
    (path,) = (
        file for file in distribution("vn-party-news-archive").files or () if file.suffix == ".pth"
    )
    assert Path(path.locate()).read_text("utf-8").strip() == str(ROOT)
    assert (ROOT / "archive" / "py.typed").is_file()
