"""Finds the workflows of a composition in its source, without running it. Also called by mzhost when it makes a component."""

from __future__ import annotations

import ast
import re
from typing import Callable, Iterator, NamedTuple

#: How a workflow is written.
FORM = "def workflow_{}(c: Composition, *args: str)"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Problem(Exception):
    """What is wrong with a source, in words for its author."""


class Found(NamedTuple):
    """A workflow."""

    function: str
    name: str
    description: str
    file: str
    line: int
    hidden: bool
    #: How it takes its arguments: `none`, `list`, `words` or `parser`.
    takes: str


def workflow_name(function: str) -> str | None:
    """`workflow_simple_test` is `simple-test`; none for a function that is no workflow."""
    if not function.startswith("workflow_"):
        return None
    words = [word for word in function[len("workflow_") :].lower().split("_") if word]
    plain = all(word.isascii() and word.isalnum() for word in words)
    return "-".join(words) if words and plain else None


def find(
    tree: ast.Module, file: str, parse: Callable[[str], tuple[ast.Module, str] | None]
) -> tuple[list[Found], list[str]]:
    """The workflows of a module in their order, and warnings. `parse` gives the module of a name, and its file."""
    found: list[Found] = []
    warnings: list[str] = []
    for node in tree.body:
        if isinstance(node, FUNCTIONS):
            name = workflow_name(node.name)
            if name is not None:
                found.append(_workflow(node, name, file))
            elif re.match("workflow([A-Z_].*|)$", node.name):
                better = re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", node.name).lower()
                better = better if workflow_name(better) else "workflow_default"
                warnings.append(f"{file}:{node.lineno}: the function {node.name} is no workflow; name it {better}")
            continue
        if isinstance(node, ast.ImportFrom):
            found.extend(_imported(node, parse))
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and workflow_name(target.id):
                    warnings.append(f"{file}:{node.lineno}: {target.id} is no workflow: write it with def")
        for inner in _inner(node):
            warnings.append(
                f"{file}:{inner.lineno}: the function {inner.name} is no workflow inside of something else; put it at the top"
            )
    _check(found)
    return found, warnings


def _inner(node: ast.stmt) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for inner in ast.walk(node):
        if isinstance(inner, FUNCTIONS) and workflow_name(inner.name):
            yield inner


def _imported(node: ast.ImportFrom, parse: Callable[[str], tuple[ast.Module, str] | None]) -> Iterator[Found]:
    names = [alias for alias in node.names if workflow_name(alias.asname or alias.name)]
    if not names or node.level or not node.module:
        return
    module = parse(node.module)
    if module is None:
        return
    tree, file = module
    for alias in names:
        function = alias.asname or alias.name
        for inner in tree.body:
            if isinstance(inner, FUNCTIONS) and inner.name == alias.name:
                yield _workflow(inner, workflow_name(function) or "", file)._replace(function=function)


def _workflow(node: ast.FunctionDef | ast.AsyncFunctionDef, name: str, file: str) -> Found:
    where = f"{file}:{node.lineno}"
    if isinstance(node, ast.AsyncFunctionDef):
        raise Problem(f"{where}: {node.name} is asynchronous: every call waits for its answer; write it without async and await")
    description = ast.get_docstring(node) or ""
    hidden = any(ast.unparse(mark).rpartition(".")[2] == "hidden" for mark in node.decorator_list)
    return Found(node.name, name, description, file, node.lineno, hidden, _takes(node, where))


def _takes(node: ast.FunctionDef, where: str) -> str:
    """How a function takes its arguments; a wrong signature is a problem."""
    form = node.args
    positional = [*form.posonlyargs, *form.args]
    needed = len(positional) - len(form.defaults)
    nameless = any(default is None for default in form.kw_defaults)
    if not positional or needed > 2 or nameless or form.kwarg:
        takes = ast.unparse(form)
        right = FORM.format(node.name[len("workflow_") :])
        raise Problem(f"{where}: {node.name} takes ({takes}): a workflow takes the composition, and its arguments if it has any: {right}")
    if len(positional) > 1:
        second = positional[1]
        kind = ast.unparse(second.annotation) if second.annotation else ""
        return "parser" if second.arg == "parser" or "ArgumentParser" in kind else "list"
    return "words" if form.vararg else "none"


def _check(found: list[Found]) -> None:
    if not found:
        raise Problem("the composition has no workflow: composition.py has no function such as " + FORM.format("default"))
    names: dict[str, Found] = {}
    for one in found:
        other = names.setdefault(one.name, one)
        if other is not one:
            both = [f"{each.function} ({each.file}:{each.line})" for each in (other, one)]
            raise Problem(f'two functions are the workflow "{one.name}": {both[0]} and {both[1]}; rename one')
