"""Editing the file of a spider by the positions of its syntax tree; what is not changed stays."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_INDENT = "    "


class NotEditable(ArchiveError):
    """The file of a spider has a form that only a person can change."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a source, as byte offsets, and what takes its place."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class SpiderFile:
    """The source of one spider, and the changes that are wanted.

    Attributes:
        source: The source as it is.
        tree: Its syntax tree.
        spider: The class.
        edits: The changes.
        wanted: Names that are to be imported, with their modules.
        gone: Names that may no longer be used.
    """

    source: str
    tree: ast.Module
    spider: ast.ClassDef
    edits: list[Edit] = field(default_factory=list)
    wanted: set[tuple[str, str]] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, source: str, class_name: str) -> SpiderFile:
        """Read a source.

        Raises:
            NotEditable: It does not define the class.
        """
        tree = ast.parse(source)
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name == class_name:
                return cls(source, tree, node)
        raise NotEditable(f"the class {class_name} is not on the top level of its file")

    # --- What may be wanted -----------------------------------------------------------------------

    def set_base(self, module: str, name: str) -> None:
        """Give the spider another base."""
        base = self.spider.bases[0]
        if not isinstance(base, ast.Name):
            raise NotEditable(f"the base of {self.spider.name} is not a plain name")
        if base.id == name:
            return
        self.edits.append(Edit(*self._span(base), name))
        self.wanted.add((module, name))
        self.gone.add(base.id)

    def add_page(
        self, old: tuple[str, str], new: tuple[str, str], since: tuple[int, int, int]
    ) -> None:
        """Let a page object read the site from a day on, and the one before it until then.

        Args:
            old: Module and name of the page object that has read it, where the class names none itself.
            new: The same of the new one; its module is empty where the file defines it.
            since: Year, month and day.
        """
        found = self._assignment("page")
        if found is None:
            entries = [f"PagePeriod({old[1]})"]
            self.wanted.add(old)
        else:
            entries = self._periods(found)
        year, month, day = since
        entries.append(f"PagePeriod({new[1]}, since=date({year}, {month}, {day}))")
        lines = ["page: ClassVar[Pages] = (", *(f"{_INDENT}{entry}," for entry in entries), ")"]
        self._put(found, lines)
        self.wanted |= {
            ("typing", "ClassVar"),
            ("datetime", "date"),
            ("crawler.pages.periods", "PagePeriod"),
            ("crawler.pages.periods", "Pages"),
        }
        if new[0]:
            self.wanted.add(new)

    def set_lines(self, name: str, lines: Sequence[str]) -> None:
        """Set an attribute of the class, or take it out where there are no lines.

        Args:
            name: Name of the attribute.
            lines: The statement, without the indentation of the class.
        """
        found = self._assignment(name)
        if lines:
            self._put(found, lines)
        elif found is not None:
            start, end = self._lines_of(found)
            self.edits.append(Edit(start, end, ""))

    def add_class(self, lines: Sequence[str], imports: Iterable[tuple[str, str]]) -> None:
        """Put a class in front of the spider."""
        first = self.spider.decorator_list[0] if self.spider.decorator_list else self.spider
        start = self._offset(first.lineno, 0)
        self.edits.append(Edit(start, start, "\n".join(lines) + "\n\n\n"))
        self.wanted |= set(imports)

    def result(self) -> str:
        """Return the changed source.

        Raises:
            NotEditable: It is no longer Python.
        """
        self._import()
        data = self.source.encode()
        for edit in sorted(self.edits, key=lambda edit: (edit.start, edit.end), reverse=True):
            data = data[: edit.start] + edit.text.encode() + data[edit.end :]
        text = data.decode()
        try:
            ast.parse(text)
        except SyntaxError as error:
            raise NotEditable(f"the file could not be changed (line {error.lineno})") from error
        return text

    # --- Pieces -----------------------------------------------------------------------------------

    def _assignment(self, name: str) -> ast.stmt | None:
        for node in self.spider.body:
            targets: list[ast.expr] = []
            if isinstance(node, ast.Assign):
                targets = node.targets
            elif isinstance(node, ast.AnnAssign):
                targets = [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return node
        return None

    def _periods(self, found: ast.stmt) -> list[str]:
        """Return the entries that a class has for its pages already."""
        value = found.value if isinstance(found, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Tuple):
            return [self._text(element) for element in value.elts]
        if isinstance(value, ast.Name):
            return [f"PagePeriod({value.id})"]
        raise NotEditable(f"page of {self.spider.name} is neither a name nor a tuple of periods")

    def _put(self, found: ast.stmt | None, lines: Sequence[str]) -> None:
        """Put a statement in the place of another, or behind the plain attributes of the class."""
        text = f"\n{_INDENT}".join(lines)
        if found is not None:
            self.edits.append(Edit(*self._span(found), text))
            return
        plain = [node for node in self.spider.body if isinstance(node, ast.Assign | ast.AnnAssign)]
        last = plain[-1] if plain else self.spider.body[-1]
        _, end = self._span(last)
        self.edits.append(Edit(end, end, f"\n{_INDENT}{text}"))

    def _text(self, node: ast.expr) -> str:
        return ast.get_source_segment(self.source, node) or ""

    def _span(self, node: ast.stmt | ast.expr) -> tuple[int, int]:
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return (
            self._offset(node.lineno, node.col_offset),
            self._offset(end_line, end_column),
        )

    def _lines_of(self, node: ast.stmt) -> tuple[int, int]:
        """Return the whole lines of a statement."""
        return (
            self._offset(node.lineno, 0),
            self._offset((node.end_lineno or node.lineno) + 1, 0),
        )

    def _offset(self, line: int, column: int) -> int:
        lines = self.source.encode().splitlines(keepends=True)
        return sum(map(len, lines[: line - 1])) + column

    # --- Imports ----------------------------------------------------------------------------------

    def _import(self) -> None:
        """Bring the imports in line with what is used, each in its place by the order of the linter."""
        present = [node for node in self.tree.body if isinstance(node, ast.ImportFrom)]
        unused = {name for name in self.gone if self._uses(name) <= 1}
        wanted: dict[str, set[str]] = {}
        for module, name in self.wanted:
            wanted.setdefault(module, set()).add(name)
        for node in present:
            names = {alias.name for alias in node.names}
            kept = (names - unused) | wanted.pop(node.module or "", set())
            if kept == names or any(alias.asname for alias in node.names):
                continue
            if kept:
                self.edits.append(Edit(*self._span(node), _statement(node.module or "", kept)))
            else:
                self.edits.append(Edit(*self._lines_of(node), ""))
        self._add_imports(present, wanted)

    def _add_imports(self, present: list[ast.ImportFrom], wanted: dict[str, set[str]]) -> None:
        places: dict[tuple[int, str], list[str]] = {}
        for module in sorted(wanted):
            statement = _statement(module, wanted[module])
            alike = [n for n in present if _section(n.module or "") == _section(module)]
            before = [n for n in alike if (n.module or "") < module]
            if before:
                place = (self._lines_of(before[-1])[1], "within")
            elif alike:
                place = (self._lines_of(alike[0])[0], "within")
            else:
                earlier = [n for n in present if _section(n.module or "") < _section(module)]
                if not present:
                    raise NotEditable("the file imports nothing")
                if earlier:
                    place = (self._lines_of(earlier[-1])[1], "behind")
                else:
                    place = (self._lines_of(present[0])[0], "before")
            places.setdefault(place, []).append(statement)
        for (start, kind), statements in places.items():
            text = "".join(f"{statement}\n" for statement in statements)
            texts = {"within": text, "behind": f"\n{text}", "before": f"{text}\n"}
            self.edits.append(Edit(start, start, texts[kind]))

    def _uses(self, name: str) -> int:
        return sum(isinstance(n, ast.Name) and n.id == name for n in ast.walk(self.tree))


def _section(module: str) -> int:
    if module == "__future__":
        return 0
    return 1 if module.partition(".")[0] in sys.stdlib_module_names else 2


def _statement(module: str, names: Iterable[str]) -> str:
    return f"from {module} import {', '.join(sorted(names))}"
