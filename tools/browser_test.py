"""Open the briefing in headless Chromium, where it is installed: `python tools/browser_test.py [OUTPUT_FOLDER]`.

Checks that nothing is requested, run or cut, with axe-core and an HTML validator, and leaves pictures and PDF files in
the output folder. Packages of npm go into a temporary folder. Without Chromium, Node.js or npm it says so and passes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(folder: str = "build/browser") -> int:
    """Run the checks and return their exit code."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (browser and node and npm):
        missing = [name for name, path in (("Chromium", browser), ("Node.js", node), ("npm", npm)) if not path]
        print(f"browser tests skipped: not installed here: {', '.join(missing)}")
        return 0
    import briefs  # noqa: PLC0415 -- the tests' own module, on the path only here

    output = Path(folder).resolve()
    output.mkdir(parents=True, exist_ok=True)
    pages = {output / f"{name}.html": data for name, data in briefs.pages().items()}
    for page, data in pages.items():
        page.write_bytes(data)
    with tempfile.TemporaryDirectory() as work:
        for name in ("package.json", "check.js"):
            shutil.copy(ROOT / "tests" / "browser" / name, work)
        install = [npm, "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]
        subprocess.run(install, cwd=work, check=True)
        return subprocess.run([node, "check.js", browser, output, *pages], cwd=work, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
