"""How exceptions are told: with the user's files and lines, and what to do about them."""

from __future__ import annotations

import os
import sys
import traceback
from types import TracebackType

from wit_world.imports import types

from .arguments import Misused
from .errors import WORKFLOW_FAILED, MzhostError

#: Where the SDK's own sources lie: their frames tell the user nothing.
_OWN = os.path.dirname(__file__) + "/"


def to_wit(error: BaseException) -> types.Error:
    """An exception in the form that crosses to the host."""
    code, service, details = WORKFLOW_FAILED, None, {}
    if isinstance(error, MzhostError):
        code, service, details = error.code, error.service, dict(error.details)
    shown = trace(error)
    if shown and not isinstance(error, Misused):
        details.setdefault("traceback", shown)
    facts = [types.Detail(str(key), str(value)) for key, value in details.items()]
    return types.Error(code, message(error), service, facts)


def told(error: BaseException) -> str:
    """An exception as one text, for where only a text crosses."""
    return f"{message(error)}\n{trace(error)}".rstrip()


def message(error: BaseException) -> str:
    """What happened, in a sentence."""
    if isinstance(error, MzhostError):
        said = error.message
    elif isinstance(error, SystemExit):
        said = f"sys.exit({error.code!r}) was called; a workflow returns to pass and raises to fail"
    elif isinstance(error, SyntaxError) and error.filename:
        said = f"{error.filename}:{error.lineno}: {type(error).__name__}: {error.msg}"
    elif isinstance(error, AssertionError):
        said = f"the assertion failed: {str(error) or _asserted(error)}"
    else:
        said = "".join(traceback.format_exception_only(error)).strip().split("\nTraceback", 1)[0]
        said = said.split("\n", 1)[0] if isinstance(error, ExceptionGroup) else said
    hint = _hint(error)
    return f"{said} ({hint})" if hint else said


def trace(error: BaseException) -> str:
    """The traceback without the SDK's own frames: its last lines are the user's. Empty when nothing of it is."""
    seen: set[int] = set()
    _trim(error, seen)
    shown = "".join(traceback.format_exception(error)).rstrip()
    return shown if 'File "' in shown else ""


def _trim(error: BaseException | None, seen: set[int]) -> None:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    error.__traceback__ = _users(error.__traceback__)
    _trim(error.__cause__, seen)
    _trim(error.__context__, seen)
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            _trim(one, seen)


def _users(at: TracebackType | None) -> TracebackType | None:
    frames: list[TracebackType] = []
    while at is not None:
        file = at.tb_frame.f_code.co_filename
        if not file.startswith((_OWN, "<frozen importlib", "<mzhost")):
            frames.append(at)
        at = at.tb_next
    last: TracebackType | None = None
    for frame in reversed(frames):
        last = TracebackType(last, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return last


def _asserted(error: AssertionError) -> str:
    """The source of an assertion without a message."""
    frames = traceback.extract_tb(error.__traceback__)
    line = (frames[-1].line or "") if frames else ""
    return line.removeprefix("assert ").strip()


def _hint(error: BaseException) -> str | None:
    if isinstance(error, ModuleNotFoundError) and error.name:
        name = error.name.partition(".")[0]
        if name in sys.stdlib_module_names:
            return f"Python for WebAssembly has no {name}"
        return (
            f"modules are looked for beside composition.py; a package from elsewhere goes there, too, and has to be pure Python:"
            f" python3 -m pip install --target . {name}"
        )
    if isinstance(error, FileNotFoundError):
        return "there is no file system: mzhost.files reads files of the composition's folder"
    if isinstance(error, RuntimeError) and "can't start new thread" in str(error):
        return "there are no threads: the job_ methods of Composition do work in the background"
    if isinstance(error, OSError) and "does not support processes" in str(error):
        return "there are no processes: commands run in containers, by exec and run of Composition"
    if isinstance(error, (ConnectionError, PermissionError)) or type(error).__name__ == "gaierror":
        return "there is no network: services are reached by sql, http and test files"
    return None
