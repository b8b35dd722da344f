"""Imports the standard library while a component is made: it has no files to import from when it runs."""

import importlib
import pkgutil
import sys

#: Not for tests, or with effects.
LEFT_OUT = frozenset(
    "antigravity ensurepip idlelib lib2to3 pydoc_data test this tkinter turtle turtledemo venv __main__ __phello__".split()
)


def load() -> None:
    """Imports all modules that work."""
    for name in sorted(sys.stdlib_module_names - LEFT_OUT):
        module = _load(name)
        path = getattr(module, "__path__", None)
        if path is not None:
            for inner in pkgutil.walk_packages(path, f"{name}.", onerror=lambda _: None):
                if not inner.name.endswith((".__main__", ".tests", ".test")):
                    _load(inner.name)


def _load(name: str) -> object:
    try:
        return importlib.import_module(name)
    # Whatever a module does that needs what is not here.
    except BaseException:
        return None
