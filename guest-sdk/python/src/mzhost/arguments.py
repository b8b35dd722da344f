"""Arguments of workflows."""

from __future__ import annotations

import argparse
from typing import IO, Any, NoReturn, Sequence

from .errors import MzhostError


class Misused(MzhostError):
    """Arguments that a workflow does not take: no matter of any line in it."""


class Finished(BaseException):
    """The workflow has done what was asked of it: it showed its help."""


class WorkflowArgumentParser(argparse.ArgumentParser):
    """The parser of a workflow's arguments: `def workflow_default(c: Composition, parser: WorkflowArgumentParser)`.

    Without arguments, `parse_args` parses what the user wrote after the workflow's name.
    """

    def __init__(self, name: str, description: str | None, args: Sequence[str]) -> None:
        form = argparse.RawDescriptionHelpFormatter
        super().__init__(prog=f"mzhost run DIR {name}", description=description, formatter_class=form)
        self.args = list(args)

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:
        """Parses, and returns what it does not know, too."""
        return super().parse_known_args(self.args if args is None else args, namespace)

    def print_help(self, file: IO[str] | None = None) -> None:  # type: ignore[override]
        """Prints what the workflow takes."""
        print(self.format_help(), file=file)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        if status == 0:
            raise Finished
        self.error(message or f"exit status {status}")

    def error(self, message: str) -> NoReturn:
        usage = self.format_usage().strip()
        raise Misused(f"{message}\n{usage}", code="argument.invalid")
