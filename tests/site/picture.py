"""Make the picture of a site in the README: `python -m tests.site.picture` rewrites docs/site.png."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .chromium import chromium
from .conftest import build

ROOT = Path(__file__).parents[2]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, chromium() as page:
        build(ROOT / "spec" / "openrouter.yaml", Path(folder))
        page.size(1360, 860)
        page.prefer("light")
        page.open((Path(folder) / "site/docs/chat.html").as_uri() + "#chatsend")
        page.wait("scrollY > 0")
        page.screenshot(ROOT / "docs" / "site.png")


if __name__ == "__main__":
    main()
