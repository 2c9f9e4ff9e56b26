"""Every command and program of the guides, run in their order: what a guide shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from generator.cli.main import _parser

from .blocks import Block, blocks
from .bookshop import Bookshop
from .workshop import ROOT, Workshop

GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))
START = ROOT / "docs/guides/quick-start.md"


def document() -> Block:
    """The document of the quick start, which every other guide goes on from."""
    return next(block for block in blocks(START) if block.file == "openapi.yaml")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda page: page.stem)
def test_a_guide_works(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    with Bookshop() as shop:
        workshop = Workshop(tmp_path / "work", tmp_path / "tools", shop)
        workshop.open()
        if guide != START:
            workshop.do(document())
            workshop.shell("git add . && git commit --quiet --message start")
        for block in blocks(guide):
            workshop.do(block)
    programs = [block for block in blocks(guide) if block.language == "python" and not block.file]
    assert bool(shop.requests) == bool(programs)


def test_the_workflows_call_what_is_there() -> None:
    """What only runs elsewhere is read: its commands are ours, with arguments that we take; so is what it uses."""
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    workflows = [block for guide in GUIDES for block in blocks(guide) if block.file.startswith(".github/workflows/")]
    ours = 0
    for block in workflows:
        for step in (step for job in yaml.safe_load(block.text)["jobs"].values() for step in job["steps"]):
            for command in filter(None, step.get("run", "").splitlines()):
                ours += is_ours(command)
                assert is_ours(command) or command == "pip install sdkwright", f"{block.id}: {command}"
            if "sdkwright" in step.get("uses", ""):
                ours += 1
                assert step["with"].keys() <= inputs.keys(), block.id
    assert ours == 3


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


@pytest.mark.parametrize("guide", GUIDES, ids=lambda page: page.stem)
def test_commands_within_the_text_are_ones_that_we_take(guide: Path) -> None:
    text = re.sub(r"^```.*?^```", "", guide.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for command in re.findall(r"`(sdkwright [^`]+)`", text):
        assert is_ours(command), command


@pytest.mark.parametrize("page", [ROOT / "README.md", *GUIDES], ids=lambda page: page.stem)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_readme_links_every_guide() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in GUIDES if f"(docs/guides/{page.name})" not in readme] == []
