"""Write pictures of the main commands to docs/pictures/, as SVG that is light or dark as the reader's screen is.

    python tools/pictures.py [FOLDER] [WIDTH] [light|dark]

Each picture is the text of a page of 16 colours, cut after `LINES` lines; colours are those of a common terminal.
"""

from __future__ import annotations

import io
import itertools
import os
import re
import sys
from html import escape
from pathlib import Path
from unittest.mock import patch

from rich.text import Text

from harristrip.main import main

COMMANDS = {
    "itinerary": ("itinerary",),
    "meetings": ("meetings", "--country", "mexico"),
    "statistics": ("border",),
    "funding": ("funding",),
    "search": ("search", "310 million"),
    "show": ("show", "leg-to-mexico"),
    "passage": ("show", "fox:10"),
    "conflicts": ("conflicts", "--topic", "vaccines"),
    "people": ("people", "--source", "bloomberg"),
    "sources": ("sources",),
    "gaps": ("gaps", "--topic", "vaccines"),
}
LINES, WIDTH = 34, 100
CELL, LINE, MARGIN = 7.8, 17, 14
"""Width of a character, height of a line, and the margin, in pixels at a font of 13."""
COLOURS = {
    "color(1)": "red",
    "color(2)": "green",
    "color(3)": "yellow",
    "color(4)": "blue",
    "color(5)": "magenta",
    "color(6)": "cyan",
}
THEMES = {
    "light": "page #ffffff text #1f2328 red #b3261e green #1a6e2b yellow #7a5c00 magenta #8f2c86 cyan #0b6a78"
    " blue #1f5fb5",
    "dark": "page #16181d text #d7dae0 red #f47067 green #6bc46d yellow #d3b04c magenta #dc8ad4 cyan #4fb9c9"
    " blue #6cb0f5",
}


def printed(args: tuple[str, ...], width: int) -> str:
    """Return what a command prints on a terminal with 16 colours."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    environment = {"COLUMNS": str(width), "FORCE_COLOR": "1", "COLORTERM": "", "NO_COLOR": "", "TERM": "xterm"}
    with patch.dict(os.environ, environment), patch.object(sys, "stdout", out):
        code = main(list(args))
        out.flush()
    if code:
        raise SystemExit(f"harristrip {' '.join(args)}: exit code {code}")
    return out.buffer.getvalue().decode()  # type: ignore[attr-defined,no-any-return]


def svg(command: str, output: str, width: int, theme: str | None = None) -> str:
    """Return a picture of a command and its output."""
    lines = [Text.from_ansi(line) for line in output.rstrip("\n").split("\n")]
    shown = [Text(f"$ harristrip {command}", style="bold"), Text(), *lines[:LINES]]
    if len(lines) > LINES:
        shown.append(Text(f"… {len(lines) - LINES} more lines", style="dim"))
    rows = "\n".join(_row(line, number) for number, line in enumerate(shown))
    size = f"{width * CELL + 2 * MARGIN:.0f} {len(shown) * LINE + 2 * MARGIN:.0f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img"'
        f' aria-label="harristrip {escape(command)}">\n'
        f"<style>{_style(theme)}</style>\n"
        f'<rect width="100%" height="100%" rx="6"/>\n{rows}\n</svg>\n'
    )


def _style(theme: str | None) -> str:
    rules = [_rules(THEMES[theme or "light"])]
    rules += [] if theme else [f"@media (prefers-color-scheme:dark){{{_rules(THEMES['dark'])}}}"]
    text = "text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre}"
    return f"{text}.bold{{font-weight:700}}.dim{{opacity:.6}}{''.join(rules)}"


def _rules(theme: str) -> str:
    words = theme.split()
    colours = dict(zip(words[::2], words[1::2], strict=True))
    named = "".join(f".{name}{{fill:{value}}}" for name, value in colours.items() if name not in ("page", "text"))
    return f"rect{{fill:{colours['page']}}}text{{fill:{colours['text']}}}{named}"


def _row(line: Text, number: int) -> str:
    """Return a line: each run of one style begins at its own column, so that no font can move it."""
    edges = sorted({0, len(line), *(edge for span in line.spans for edge in (span.start, span.end))})
    runs = []
    for start, end in itertools.pairwise(edges):
        styles = [str(line.style), *(str(span.style) for span in line.spans if span.start <= start < span.end)]
        for run in re.finditer(r"\S+(?: \S+)*", line.plain[start:end]):
            words = dict.fromkeys(COLOURS.get(word, word) for style in styles for word in style.split())
            names = " ".join(word for word in words if word.isalpha() and word not in ("none", "not"))
            at = MARGIN + (line[: start + run.start()].cell_len) * CELL
            length = Text(run[0]).cell_len * CELL
            class_ = f' class="{names}"' if names else ""
            runs.append(f'<tspan x="{at:.1f}" textLength="{length:.1f}"{class_}>{escape(run[0], quote=False)}</tspan>')
    return f'<text y="{MARGIN + (number + 0.75) * LINE:.1f}">{"".join(runs)}</text>' if runs else ""


if __name__ == "__main__":
    folder = Path(sys.argv[1] if sys.argv[1:] else "docs/pictures")
    wide = int(sys.argv[2]) if sys.argv[2:] else WIDTH
    folder.mkdir(parents=True, exist_ok=True)
    for name, args in COMMANDS.items():
        command = " ".join(f'"{arg}"' if " " in arg else arg for arg in args)
        picture = svg(command, printed(args, wide), wide, sys.argv[3] if sys.argv[3:] else None)
        (folder / f"{name}.svg").write_text(picture, encoding="utf-8")
