"""What the host calls, for the runner and for components that carry their sources. Not for use by hand."""

from __future__ import annotations

import inspect
import io
import json
import pathlib
import random
import sys
from types import ModuleType
from typing import Any, Callable, TypeVar

from componentize_py_types import Err
from wit_world.imports import files as host_files

from . import log
from ._find import Found, Problem
from ._loader import MAIN, Program, Sources
from ._report import to_wit, told
from .arguments import Finished, WorkflowArgumentParser
from .composition import Composition
from .errors import MzhostError, call
from .services import Declared, merge

T = TypeVar("T")


class HostFiles:
    """Sources in the composition's folder."""

    def names(self, folder: str) -> list[str]:
        return call(host_files.find, f"{_literal(folder)}{{*.py,*/*.py}}").paths

    def read(self, path: str) -> bytes:
        return call(host_files.read, path).content


class Carried:
    """Sources that the component carries."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    @classmethod
    def beside(cls, module: str) -> Carried:
        """What lies in the folder `sources` beside a module, while the component is made."""
        top = pathlib.Path(module).parent / "sources"
        return cls({path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*.py")})

    def names(self, folder: str) -> list[str]:
        inside = [path for path in self._files if path.startswith(folder)]
        return [path for path in inside if path.count("/") <= folder.count("/") + 1]

    def read(self, path: str) -> bytes:
        return self._files[path]


def _literal(folder: str) -> str:
    return "".join(f"[{character}]" if character in "*?[]{}" else character for character in folder)


def services(sources: Sources) -> str:
    """The Compose document of what the module has as `SERVICES`, `VOLUMES`, `NETWORKS` and `WANTS`."""

    def work() -> str:
        module = _begin(sources).load()
        declared: list[Declared] = [*_several(module)]
        for key in ("volumes", "networks"):
            further = getattr(module, key.upper(), None)
            if further:
                names = further if isinstance(further, dict) else dict.fromkeys(further)
                declared.append({key: names})
        if wants := getattr(module, "WANTS", None):
            declared.append({"x-mzhost": {"wants": wants}})
        return merge(*declared)

    return _bordered(work, lambda error: Err(told(error)))


def _several(module: ModuleType) -> list[Declared]:
    if not hasattr(module, "SERVICES"):
        raise MzhostError(f"{MAIN} has no SERVICES: write SERVICES = [Service(…), catalog.Kafka()]")
    value = module.SERVICES
    value = value() if inspect.isfunction(value) else value
    return list(value) if isinstance(value, (list, tuple)) else [value]


def list_workflows(sources: Sources) -> str:
    """The workflows as lines of JSON."""

    def work() -> str:
        program = _begin(sources)
        for warning in program.warnings:
            log.warn(warning)
        return "\n".join(json.dumps(described(one)) for one in program.found)

    return _bordered(work, lambda error: Err(told(error)))


def described(one: Found) -> dict[str, object]:
    """What `list` shows of a workflow."""
    keys = ("name", "description", "file", "line", "hidden")
    return {key: value for key, value in one._asdict().items() if key in keys}


def run_workflow(sources: Sources, name: str, args: list[str]) -> None:
    """Runs a workflow."""

    def work() -> None:
        program = _begin(sources)
        one = next((one for one in program.found if one.name == name), None)
        if one is None:
            raise MzhostError(f"the composition has no workflow {name}", code="workflow.unknown")
        module = program.load()
        functions = {each.name: getattr(module, each.function) for each in program.found}
        result = _call(one, functions[name], Composition(functions), args)
        if inspect.isgenerator(result) or inspect.isawaitable(result):
            raise MzhostError(f"{one.function} has not run: a workflow has no yield and nothing to await")

    try:
        _bordered(work, lambda error: Err(to_wit(error)))
    except Finished:
        pass


def _call(one: Found, function: Callable[..., object], c: Composition, args: list[str]) -> object:
    if one.takes == "words":
        return function(c, *args)
    if one.takes == "list":
        return function(c, args)
    parser = WorkflowArgumentParser(one.name, one.description, args)
    if one.takes == "parser":
        return function(c, parser)
    parser.parse_args()
    return function(c)


def _begin(sources: Sources) -> Program:
    # Both were fixed when the component was made.
    random.seed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(line_buffering=True)
    return Program(sources)


def _bordered(work: Callable[[], T], failed: Callable[[BaseException], Err[Any]]) -> T:
    try:
        return work()
    except Finished:
        raise
    except Problem as problem:
        crossing = failed(MzhostError(str(problem)))
    except BaseException as error:
        crossing = failed(error)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    raise crossing
