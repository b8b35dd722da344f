"""The composition's own folder, read-only. Paths are relative to it."""

from __future__ import annotations

from wit_world.imports import files as host
from wit_world.imports import types

from .errors import MzhostError, call


def read(path: str) -> bytes:
    """The content of a file; at most 16 MiB."""
    return _whole(path, call(host.read, path))


def read_text(path: str) -> str:
    """The content of a UTF-8 file; at most 16 MiB."""
    return read(path).decode()


def read_part(path: str, offset: int, length: int) -> bytes:
    """A part of a file: `length` bytes from byte `offset`."""
    return call(host.read_part, path, float(offset), length).content


def find(glob: str) -> list[str]:
    """The files whose relative path fits a glob (`*`, `?`, `[a-z]`, `{a,b}`, `**` for folders), sorted."""
    found = call(host.find, glob)
    if found.truncated:
        raise MzhostError(f"more files fit {glob!r} than are returned: {len(found.paths)}", code="limit.input")
    return found.paths


def _whole(path: str, data: types.Data) -> bytes:
    if data.truncated:
        raise MzhostError(f"{path!r} is larger than what is returned at once; use read_part", code="limit.input")
    return data.content
