"""Test files of the composition's folder, which mzhost runs itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from wit_world.imports import testdrive as host
from wit_world.imports import types

from ._options import text
from .errors import MzhostError


@dataclass(frozen=True)
class Summary:
    """How files went that passed."""

    files: int
    #: Commands or records that ran.
    commands: int
    #: Results that were rewritten in the files, with `mzhost run --rewrite-results`.
    rewritten: int
    ms: int


def summary(of: host.Summary) -> Summary:
    return Summary(files=of.files, commands=of.commands, rewritten=of.rewritten, ms=of.ms)


def split(
    globs: tuple[str, ...], variables: Mapping[str, object] | None, options: Mapping[str, object]
) -> tuple[list[str], list[types.Variable]]:
    """Globs, and options as names and values. Options come as keywords, or as words `--name=value` among the globs."""
    files: list[str] = []
    named: list[types.Variable] = []
    for word in globs:
        if not word.startswith("--"):
            files.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        if name == "var" and equals:
            name, equals, value = value.partition("=")
            name = f"var.{name}"
        if not equals:
            raise MzhostError(f"the option {word} has no value: write --NAME=VALUE", code="argument.invalid")
        named.append(types.Variable(name, value))
    for name, option in options.items():
        if option is not None:
            named.append(types.Variable(name.replace("_", "-"), text(option)))
    for name, option in (variables or {}).items():
        named.append(types.Variable(f"var.{name}", text(option)))
    return files, named
