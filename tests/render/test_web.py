"""The web page in a real browser: no violation of axe-core's rules, on a phone and on a desk."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

AXE = Path(__file__).parents[1] / "web" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDTHS = (360, 1280)

pytestmark = [
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci --prefix tests/web"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH"),
]

# Runs inside each frame and leaves what it found in the page around it.
RUN = """
addEventListener('load', () => axe.run(document, {resultTypes: ['violations', 'passes']}).then(found => {
  const said = found.violations.map(one => ({rule: one.id, nodes: one.nodes.map(node => node.html.slice(0, 200))}));
  const width = document.documentElement.scrollWidth, passes = found.passes.length;
  const note = parent.document.createElement('pre');
  note.className = 'found';
  note.textContent = JSON.stringify({width: innerWidth, wider: width > innerWidth, violations: said, passes});
  parent.document.body.append(note);
}));
"""


def framed(page: str, width: int) -> str:
    """The page with axe-core in a frame of that width: a window cannot be as narrow as a phone."""
    inside = page.replace(
        "</head>", f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{RUN}</script></head>", 1
    )
    return f'<iframe width="{width}" height="900" srcdoc="{html.escape(inside)}"></iframe>'


def browse(path: Path) -> str:
    """The page as Chromium has it once all is done."""
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=60000",
        "--dump-dom",
    ]
    return subprocess.run([*command, path.as_uri()], capture_output=True, text=True, timeout=180, check=True).stdout


def dark(page: str) -> str:
    """The page as a reader with a dark screen sees it."""
    return page.replace("(prefers-color-scheme: dark)", "all")


def test_axe_core_finds_nothing(files: dict[str, bytes], tmp_path: Path) -> None:
    path, page = tmp_path / "frames.html", files["brief.html"].decode()
    frames = "".join(framed(shown, width) for shown in (page, dark(page)) for width in WIDTHS)
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{frames}</body>", encoding="utf-8")
    found = [json.loads(html.unescape(note)) for note in re.findall(r'<pre class="found">(.*?)</pre>', browse(path))]
    assert sorted(one["width"] for one in found) == sorted([*WIDTHS, *WIDTHS])
    assert all(one["passes"] > 20 for one in found)
    assert [one["violations"] for one in found if one["violations"]] == []
    assert not any(one["wider"] for one in found), "the page scrolls sideways"
