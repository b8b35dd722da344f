"""Messages for the person who watches the run. `print` is shown, too."""

from wit_world.imports import log as host


def debug(message: object) -> None:
    """Shown with `--verbose` only."""
    host.debug(str(message))


def info(message: object) -> None:
    """An ordinary message."""
    host.info(str(message))


def warn(message: object) -> None:
    """Something that may be a problem."""
    host.warn(str(message))


def error(message: object) -> None:
    """Something that is a problem; the workflow goes on."""
    host.error(str(message))
