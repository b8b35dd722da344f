#!/usr/bin/env python3
"""Makes the component that tests/it/compat.rs runs, of nothing but this folder and the frozen WIT, and prints its path.

It has 18 MB, so it is kept outside of the clone, by a digest of all that it is made of, and not in it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
WIT = HERE.parent / "wit"
SECTION = b"mzhost:workflows"


def kept() -> Path:
    """Where the component is when it was made."""
    digest = hashlib.sha256()
    for file in sorted([*HERE.glob("*.*"), *WIT.glob("*.wit")]):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(HERE.parent)} {len(content)}\n".encode() + content)
    cache = os.environ.get("MZHOST_CACHE") or Path.home() / ".cache/mzhost-dev"
    return Path(cache) / "compat" / f"python-{digest.hexdigest()[:16]}.wasm"


def make(work: Path) -> Path:
    """Makes it in a folder of its own."""
    shutil.copytree(WIT, work / "wit/deps/mzhost-composition")
    shutil.copy(HERE / "world.wit", work / "wit")
    (work / "app").mkdir()
    shutil.copy(HERE / "composition.py", work / "app")
    run(sys.executable, "-m", "venv", work / "venv")
    pip = [work / "venv/bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    run(*pip, "--only-binary=:all:", "--require-hashes", "--requirement", HERE / "requirements.txt")
    component = work / "python.wasm"
    tool = [work / "venv/bin/componentize-py", "--quiet", "--wit-path", work / "wit", "--world", "test"]
    run(*tool, "componentize", "--python-path", work / "app", "composition", "--output", component)
    with component.open("ab") as file:
        file.write(custom_section((HERE / "workflows.jsonl").read_bytes()))
    return component


def run(*command: object) -> None:
    """Runs a program to its good end, and shows what it says only where it fails."""
    # Nothing of the machine's own Python goes into the component.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["VIRTUAL_ENV"] = os.devnull
    done = subprocess.run(
        [str(word) for word in command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\n{command[0]} failed with {done.returncode}")


def custom_section(content: bytes) -> bytes:
    """A section with the workflows' descriptions, as every SDK's build puts it at a component's end."""
    body = leb128(len(SECTION)) + SECTION + content
    return b"\0" + leb128(len(body)) + body


def leb128(number: int) -> bytes:
    """A number as WebAssembly has it."""
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + leb128(rest) if rest else bytes([low])


def main() -> None:
    component = kept()
    if not component.is_file():
        component.parent.mkdir(parents=True, exist_ok=True)
        # Beside its place: moving it there is one step, and nobody sees half of it.
        with tempfile.TemporaryDirectory(dir=component.parent) as work:
            os.replace(make(Path(work)), component)
    print(component)


main()
