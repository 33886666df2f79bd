from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from archive import dictionary
from archive.models import Base


def test_dictionary_in_the_documents_is_current() -> None:
    """Run `python -m archive.dictionary` where this fails."""
    assert dictionary.PATH.read_text("utf-8") == dictionary.text()


def test_every_table_and_column_is_explained() -> None:
    text = dictionary.text()
    for table in Base.metadata.tables.values():
        assert f"## `{table.name}`\n" in text
        for column in table.columns:
            assert column.doc, f"{table.name}.{column.name}"
            assert f"`{column.name}`" in text
            assert "|" not in column.doc


def test_command_writes_the_same_from_anywhere(tmp_path: Path) -> None:
    before = dictionary.PATH.read_text("utf-8")
    repository = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-m", "archive.dictionary"], cwd=repository, check=True)
    assert dictionary.PATH.read_text("utf-8") == before
    dictionary.write(tmp_path / "dictionary.md")
    assert (tmp_path / "dictionary.md").read_text("utf-8") == before
