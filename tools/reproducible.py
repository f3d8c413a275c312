"""Build the sdist twice and a wheel from each, in different folders and at different times; compare them byte by byte.

Usage: python tools/reproducible.py

Needs the package `build`. Exits 1 and names the members that differ if two archives are not the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EPOCH = "1622937600"
"""Any fixed second: the archives must not hold the time at which they were made."""


def main() -> int:
    """Build twice and compare; name the members that differ."""
    with tempfile.TemporaryDirectory() as folder:
        first = built(Path(folder, "one"))
        time.sleep(2)  # a zip counts time in steps of two seconds
        second = built(Path(folder, "another-name"))
        code = 0
        for one, other in zip(first, second, strict=True):
            if one.name == other.name and one.read_bytes() == other.read_bytes():
                print(f"{one.name}: the same twice, {one.stat().st_size} bytes")
                continue
            before, after = members(one), members(other)
            differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
            print(f"{one.name}: differs in {', '.join(differing) or 'the order or times of its members'}")
            code = 1
        return code


def built(folder: Path) -> list[Path]:
    """Build an sdist, and a wheel from it, into a folder."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONHASHSEED": str(len(folder.name))}
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return sorted(folder.iterdir())


def members(archive: Path) -> dict[str, bytes]:
    """Map the names in an archive to their content."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as sdist:
        opened = {member.name: sdist.extractfile(member) for member in sdist}
        return {name: file.read() for name, file in opened.items() if file}


if __name__ == "__main__":
    sys.exit(main())
