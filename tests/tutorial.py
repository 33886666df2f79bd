"""Runs ``docs/tutorial.ipynb``: ``python -m tests.tutorial`` writes its outputs, a test compares them.

The archive is that of ``make demo``, made without a crawl: the articles of the replica as their authors
wrote them. The cells are run by a few lines of Python and not by Jupyter, which brings thirty packages
and a server to tests; so a cell is plain Python, and its output is what it prints and the ``repr`` of the
expression at its end, as Jupyter's ``text/plain``.
"""

from __future__ import annotations

import ast
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive import database
from archive.metadata.describing import describe, text_of
from archive.readings import Attachment, Image, PrintedDate, Reading
from archive.store import Store
from archive.urls import article_key
from tests.archive.samples import FIRST_RUN
from tests.sites.server import SITES
from tests.sites.site import Setup
from tests.sites.truth import Truth, load_all

NOTEBOOK = Path(__file__).parents[1] / "docs" / "tutorial.ipynb"


def readings() -> Iterator[Reading]:
    """Yield the replica's articles as their pages would be read, the oldest of each site first."""
    for spider, data in load_all().items():
        site = SITES[spider](data, Setup())
        for article in reversed(site.data.articles):
            reading = _reading(site.truth(article))
            reading.metadata = describe(text_of(reading))
            yield reading


def _reading(truth: Truth) -> Reading:
    published = None
    if truth.published and truth.precision:
        raw = truth.published.isoformat()
        published = PrintedDate(truth.published, truth.precision, raw, "truth")
    return Reading(
        url=truth.url,
        key=article_key(truth.url),
        site=urlsplit(truth.url).netloc.removeprefix("www."),
        spider=truth.spider,
        # tuyengiao.vn, whose spider has a province's name, is a central site.
        site_province=None if truth.spider == "bac_kan" else truth.spider.replace("_", "-"),
        fetched_at=FIRST_RUN,
        parser="truth/1",
        title=truth.title,
        lead=truth.lead,
        body=list(truth.body),
        headings=list(truth.headings),
        tables=[[list(row) for row in table] for table in truth.tables],
        author=truth.author,
        organisation=truth.organisation,
        source_mark=truth.source_mark,
        section=truth.section,
        published=published,
        images=[Image(url, caption) for url, caption in truth.images],
        attachments=[Attachment(url, name) for url, name in truth.attachments],
    )


def fill(url: str) -> None:
    """Store the replica's articles in an archive that is there."""
    engine = database.open_database(url)
    store = Store(engine)
    for reading in readings():
        store.save(reading)
    engine.dispose()


def cells() -> list[dict[str, Any]]:
    """Return the cells of the notebook."""
    found: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    return found


def run(sources: list[str]) -> Iterator[list[dict[str, Any]]]:
    """Run cells one after the other, and yield the outputs of each as a notebook has them."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, source in enumerate(sources, start=1):
        printed = io.StringIO()
        tree = ast.parse(source)
        end = tree.body[-1] if tree.body else None
        last = end if isinstance(end, ast.Expr) else None
        value = None
        with redirect_stdout(printed):
            if last is not None:
                tree.body.remove(last)
            exec(compile(tree, f"<cell {number}>", "exec"), names)
            if last is not None:
                shown = ast.Expression(last.value)
                value = eval(compile(shown, f"<cell {number}>", "eval"), names)
        outputs: list[dict[str, Any]] = []
        if printed.getvalue():
            text = printed.getvalue().splitlines(keepends=True)
            outputs.append({"name": "stdout", "output_type": "stream", "text": text})
        if value is not None:
            data = {"text/plain": repr(value).splitlines(keepends=True)}
            outputs.append(
                {
                    "data": data,
                    "execution_count": number,
                    "metadata": {},
                    "output_type": "execute_result",
                }
            )
        yield outputs


def main() -> None:
    """Write the outputs into the notebook."""
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/archive.db"
        database.upgrade(url)
        fill(url)
        os.environ[database.VARIABLE] = url
        found = run(["".join(cell["source"]) for cell in code])
        for number, (cell, outputs) in enumerate(zip(code, found, strict=True), start=1):
            cell["outputs"], cell["execution_count"] = outputs, number
    text = json.dumps(notebook, ensure_ascii=False, indent=1)
    NOTEBOOK.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
