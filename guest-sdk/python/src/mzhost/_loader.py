"""Loads the composition and the modules beside it from sources that are no files of this interpreter."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import sys
from types import CodeType, ModuleType
from typing import Protocol, Sequence

from . import _find

#: The composition's module and file.
MODULE = "composition"
MAIN = "composition.py"


class Sources(Protocol):
    """Where Python files come from."""

    def names(self, folder: str) -> list[str]:
        """The Python files in a folder, which is empty or ends in `/`, and in its folders."""

    def read(self, path: str) -> bytes:
        """The content of a file."""


class Loader(importlib.abc.InspectLoader):
    """Runs the source of one module."""

    def __init__(self, sources: Sources, path: str, package: bool) -> None:
        self._sources = sources
        self.path = path
        self._package = package

    def tree(self) -> ast.Module:
        """The parsed source."""
        return parse(self._sources, self.path)

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.tree(), self.path, "exec", dont_inherit=True)

    def get_source(self, fullname: str) -> str:
        return importlib.util.decode_source(self._sources.read(self.path))

    def is_package(self, fullname: str) -> bool:
        return self._package


class Finder(importlib.abc.MetaPathFinder):
    """Finds modules among sources. It is asked last, so what Python has itself wins."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._listed: dict[str, frozenset[str]] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        for folder in [""] if path is None else path:
            found = self._in(folder, fullname)
            if found is not None:
                return found
        return None

    def _in(self, folder: str, fullname: str) -> importlib.machinery.ModuleSpec | None:
        inner = folder + fullname.rpartition(".")[2]
        names = self._names(folder)
        for file, package in ((f"{inner}/__init__.py", True), (f"{inner}.py", False)):
            if file in names:
                loader = Loader(self.sources, file, package)
                spec = importlib.machinery.ModuleSpec(fullname, loader, origin=file, is_package=package)
                spec.has_location = True
                if package:
                    spec.submodule_search_locations = [f"{inner}/"]
                return spec
        if any(name.startswith(f"{inner}/") for name in names):
            spec = importlib.machinery.ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations = [f"{inner}/"]
            return spec
        return None

    def _names(self, folder: str) -> frozenset[str]:
        if folder not in self._listed:
            self._listed[folder] = frozenset(self.sources.names(folder))
        return self._listed[folder]


def parse(sources: Sources, path: str) -> ast.Module:
    """Parses a file. An error in it has its line, which Python cannot look up by itself."""
    source = sources.read(path)
    lines = source.decode(errors="replace").splitlines(keepends=True)
    linecache.cache[path] = (len(source), None, lines, path)
    try:
        return ast.parse(source, path)
    except SyntaxError as error:
        # Where in this interpreter it was found helps nobody.
        raise error.with_traceback(None) from None


class Program:
    """A composition's sources, of which `composition.py` is parsed."""

    def __init__(self, sources: Sources) -> None:
        self._finder = Finder(sources)
        self.tree = parse(sources, MAIN)
        self.found, self.warnings = _find.find(self.tree, MAIN, self._parse)

    def _parse(self, name: str) -> tuple[ast.Module, str] | None:
        """The module of a name if it lies beside the composition."""
        folder, spec = None, None
        for end in range(name.count(".") + 1):
            spec = self._finder.find_spec(".".join(name.split(".")[: end + 1]), folder)
            if spec is None:
                return None
            folder = spec.submodule_search_locations
        if spec is None or not isinstance(spec.loader, Loader):
            return None
        return spec.loader.tree(), spec.loader.path

    def load(self) -> ModuleType:
        """Runs the composition's module."""
        sys.meta_path.append(self._finder)
        loader = Loader(self._finder.sources, MAIN, False)
        spec = importlib.machinery.ModuleSpec(MODULE, loader, origin=MAIN)
        spec.has_location = True
        module = importlib.util.module_from_spec(spec)
        sys.modules[MODULE] = module
        exec(compile(self.tree, MAIN, "exec", dont_inherit=True), module.__dict__)
        return module
