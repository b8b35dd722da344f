"""Prints the workflows of the composition in the current folder as JSON. Runs on the machine, and none of the user's code."""

import glob
import json
import sys
import traceback
from types import ModuleType

# The package itself wants the host.
package = ModuleType("mzhost")
package.__path__ = [sys.argv[1]]
sys.modules["mzhost"] = package

from mzhost import _find, _loader  # noqa: E402


class Folder:
    """The current folder."""

    def names(self, folder):
        return glob.glob(f"{glob.escape(folder)}*.py") + glob.glob(f"{glob.escape(folder)}*/*.py")

    def read(self, path):
        with open(path, "rb") as file:
            return file.read()


def described():
    try:
        program = _loader.Program(Folder())
    except _find.Problem as problem:
        return {"problem": str(problem)}
    except SyntaxError as error:
        shown = "".join(traceback.format_exception_only(type(error), error)).rstrip()
        return {"problem": f"{error.filename}:{error.lineno}: {error.msg}\n{shown}"}
    return {"workflows": [one._asdict() for one in program.found], "warnings": program.warnings}


print(json.dumps(described()))
