"""Every command and program of the guides, run in their order: what a guide shows is what happens."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.cli.main import _parser
from tests.types.checkers import check

from .blocks import Block, blocks
from .bookshop import KEY, Bookshop
from .workshop import ROOT, Workshop

PAGES = sorted((ROOT / "docs/guides").glob("*.md"))
GUIDES = [page for page in PAGES if page.stem not in ("typing", "frameworks")]  # of the committed SDK: tests/docs
START = ROOT / "docs/guides/quick-start.md"


def document() -> Block:
    """The document of the quick start, which every other guide goes on from."""
    return next(block for block in blocks(START) if block.file == "openapi.yaml")


Work = Callable[[Path], Path]


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    """Does a guide once. Returns a folder with its programs, each in a folder with the SDK that it was run with."""
    done: dict[Path, Path] = {}

    def worked(guide: Path) -> Path:
        if guide not in done:
            folder = tmp_path_factory.mktemp(guide.stem)
            (folder / "work").mkdir()
            with Bookshop() as shop:
                workshop = Workshop(folder / "work", folder / "tools", shop)
                workshop.open()
                if guide != START:
                    workshop.do(document())
                    workshop.shell("git add . && git commit --quiet --message start")
                for block in blocks(guide):
                    workshop.do(block)
                    if block.language == "python":
                        keep(block, workshop, folder / "kept")
            assert bool(shop.requests) == any(block.language == "python" and not block.file for block in blocks(guide))
            done[guide] = folder / "kept"
        return done[guide]

    return worked


def keep(block: Block, workshop: Workshop, folder: Path) -> None:
    """Keep a program and the SDK that it is run with, under names that no other guide has."""
    sdk = workshop.tools / "site" / "bookshop_sdk"
    page = Path(block.page).stem.replace("-", "_")
    mark = f"{page}_{hash_of(sdk)}"
    kept = folder / f"sdk_{mark}"
    if not kept.exists():
        shutil.copytree(sdk, kept)
        client = (kept / "client.py").read_text(encoding="utf-8")
        (kept / "client.py").write_text(client.replace('package="bookshop_sdk"', f'package="{kept.name}"'))
    path = folder / (Path(block.file).name or f"{page}_{block.line}.py")
    path.write_text(re.sub(r"\bbookshop_sdk\b", f"sdk_{mark}", block.text), encoding="utf-8")


def hash_of(sdk: Path) -> str:
    texts = b"".join(path.read_bytes() for path in sorted(sdk.rglob("*.py")))
    return hashlib.sha256(texts).hexdigest()[:8]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda page: page.stem)
def test_a_guide_works(guide: Path, work: Work) -> None:
    work(guide)


def test_the_programs_of_the_guides_are_strictly_typed(work: Work, tmp_path: Path) -> None:
    folders = [work(guide) for guide in GUIDES if any(block.language == "python" for block in blocks(guide))]
    for folder in folders:
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    programs = sorted(tmp_path.glob("*.py"))
    assert len(programs) >= 10, "each has a name of its own"
    assert check(programs, [tmp_path], tmp_path) == {"mypy": [], "pyright": []}


ODD = [
    ("text/html", b"<html><h1>Too Many Requests</h1></html>"),
    ("application/json", b'{"detail": [{"loc": ["path"], "msg": "bad"}]}'),
    ("application/json", b'{"error": "oops"}'),
    ("application/json", b""),
]


@pytest.mark.parametrize("body", ODD, ids=lambda body: body[1].decode())
def test_programs_that_catch_errors_accept_any_body(body: tuple[str, bytes], work: Work) -> None:
    folders = [work(ROOT / "docs/guides" / name) for name in ("quick-start.md", "migrating.md")]
    programs = [path for folder in folders for path in folder.glob("*.py") if "except errors." in path.read_text()]
    assert len(programs) == 3
    for program in programs:
        with Bookshop() as shop:
            shop.odd = body
            environment = {**os.environ, "BOOKSHOP_API_KEY": KEY, "BOOKSHOP_BASE_URL": shop.url}
            command = [sys.executable, "-W", "error", program]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), program
        assert re.search(r"^404\b", done.stdout, re.MULTILINE)


def test_the_workflows_call_what_is_there() -> None:
    """What only runs elsewhere is read: its commands are ours, with arguments that we take; so is what it uses."""
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    workflows = [block for guide in GUIDES for block in blocks(guide) if block.file.startswith(".github/workflows/")]
    ours = 0
    for block in workflows:
        for step in (step for job in yaml.safe_load(block.text)["jobs"].values() for step in job["steps"]):
            for command in filter(None, step.get("run", "").splitlines()):
                ours += is_ours(command)
                assert is_ours(command) or command in ("pip install sdkwright", "pip install 'sdkwright[docs]'"), (
                    f"{block.id}: {command}"
                )
            if "sdkwright" in step.get("uses", ""):
                ours += 1
                assert step["with"].keys() <= inputs.keys(), block.id
    assert ours == 4


def test_the_hooks_of_the_guides_are_there() -> None:
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    configs = [block for guide in GUIDES for block in blocks(guide) if block.file == ".pre-commit-config.yaml"]
    called = {hook["id"] for block in configs for repo in yaml.safe_load(block.text)["repos"] for hook in repo["hooks"]}
    assert called
    assert called <= known


def is_ours(command: str) -> bool:
    """Whether the command line is one of ours; the bare name of a command is. Exits where we would refuse it."""
    words = shlex.split(re.split(r" (?:>>?|\|\|?|&&) ", command)[0])
    if words[:1] != ["sdkwright"]:
        return False
    if len(words) > 2:
        _parser().parse_args(words[1:])
        return True
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args([*words[1:], "--help"])
    return ended.value.code == 0


@pytest.mark.parametrize("guide", PAGES, ids=lambda page: page.stem)
def test_commands_within_the_text_are_ones_that_we_take(guide: Path) -> None:
    text = re.sub(r"^```.*?^```", "", guide.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for command in re.findall(r"`(sdkwright [^`]+)`", text):
        assert is_ours(command), command


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.stem)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_readme_links_every_guide() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if f"(docs/guides/{page.name})" not in readme] == []
