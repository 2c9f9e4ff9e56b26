"""Write the descriptions of a document as Python docstrings: wrapped and escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.ir.types import Constraint, Docs
from generator.targets.python.types.literals import compact, escape

WIDTH = 100
_KEEP = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|\||#|>|```|~~~|    |\t)")
_SENTENCE_ENDS = (". ", "! ", "? ")
_SPACES = dict.fromkeys(map(ord, "\n\x0b\x0c\r"), " ")
_ENDS = ".!?:;,…\"'"
_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} keys",
    "maxProperties": "at most {} keys",
    "pattern": "matching `{}`",
}


def prose(docs: Docs) -> str:
    """Summary and description as one text, without repetition, then the deprecation."""
    summary, description = docs.summary.strip(), docs.description.strip()
    text = description if description.startswith(summary.rstrip(".")) else f"{summary}\n\n{description}".strip()
    if docs.deprecated:
        notice = f"Deprecated: {docs.deprecation.strip()}" if docs.deprecation.strip() else "Deprecated."
        text = f"{text}\n\n{notice}".strip()
    return text


def bounds(constraints: Iterable[Constraint]) -> str:
    """The constraints as a phrase: "at least 0, at most 2"."""
    return ", ".join(
        "not empty"
        if item.keyword in {"minLength", "minItems", "minProperties"} and item.value == 1
        else _BOUNDS[item.keyword].format(item.value if isinstance(item.value, str) else compact(item.value))
        for item in constraints
        if item.keyword in _BOUNDS
    )


def docstring(text: str, indent: int) -> str:
    """A docstring with its quotes, for an indentation of `indent` spaces; empty for an empty text."""
    return _quoted(wrap(text, WIDTH - indent - 3), indent)


def attribute_docstring(text: str, indent: int) -> str:
    """`docstring` for what stands below an attribute: the first paragraph runs on, and short ones share its line."""
    lines: list[str] = []
    runs_on = False
    for block in _blocks(text.replace("\r\n", "\n").replace("\r", "\n").strip()):
        plain = "\n" not in block and _KEEP.match(block) is None and block.isprintable()
        if plain and runs_on and len(lines[-1]) + len(block) + 7 + indent <= WIDTH:
            lines[-1] += f"{'' if lines[-1][-1] in _ENDS else '.'} {block}"
        else:
            lines += ["", *_wrapped(block, WIDTH - indent - 3)]
        runs_on = plain
    return _quoted(lines[1:], indent)


def _quoted(lines: list[str], indent: int) -> str:
    if not lines:
        return ""
    if lines[0][-1:] not in _ENDS and (len(lines) == 1 or not lines[1]):
        lines[0] += "."
    escaped = [_escape(line) for line in lines]
    quotes = len(lines[-1]) - len(lines[-1].rstrip('"'))
    if quotes:
        escaped[-1] = _escape(lines[-1][:-quotes]) + '\\"' * quotes
    pad = " " * indent
    if len(escaped) == 1 and len(escaped[0]) + indent + 6 <= WIDTH:
        return f'"""{escaped[0]}"""'
    return "\n".join(['"""' + escaped[0], *(pad + line if line else "" for line in escaped[1:]), pad + '"""'])


def section(title: str, entries: Iterable[tuple[str, str]]) -> str:
    """A section in Google style: `Args:` or `Raises:`, with a line for each name."""
    return "\n".join([f"{title}:", *(f"    {name}: {text}" if text else f"    {name}" for name, text in entries)])


def inside(line: str) -> str:
    """A line, escaped for the inside of a docstring."""
    return _escape(line)


def lines(text: str, indent: int) -> tuple[str, ...]:
    """The escaped lines of a docstring at `indent` spaces, without quotes: the summary first."""
    first, *rest = _blocks(text.strip()) or [""]
    summary, _, remainder = _first_sentence(first)
    further = "\n\n".join([*([remainder] if remainder else []), *rest])
    wrapped = wrap(further, WIDTH - indent - 3) if further else []
    return (_escape(summary), *map(_escape, wrapped))


def _escape(line: str) -> str:
    return escape(line).replace('"""', '\\"\\"\\"')


def wrap(text: str, width: int) -> list[str]:
    """Wrap a text: the first sentence, then the rest; lists, tables and code stay as they are."""
    if len(text) <= width and text.isprintable() and not any(end in text for end in _SENTENCE_ENDS):
        return [text.strip()] if text.strip() else []
    blocks = _blocks(text.replace("\r\n", "\n").replace("\r", "\n").strip())
    if not blocks:
        return []
    first, *others = blocks
    if not _KEEP.match(first) and "\n" not in first:
        sentence, _, remainder = _first_sentence(first)
        others = [remainder, *others] if remainder else others
        first = sentence
    lines: list[str] = []
    for block in [first, *others]:
        if lines:
            lines.append("")
        lines += _wrapped(block, width)
    return lines


def _wrapped(block: str, width: int) -> list[str]:
    """The lines of a paragraph."""
    lines: list[str] = []
    for line in block.split("\n"):
        if len(line) <= width and line.isprintable():
            lines.append(line.rstrip())
            continue
        keep = _KEEP.match(line) is not None
        indent = len(line) - len(line.lstrip())
        hang = " " * (indent + (4 if indent == 4 and line[4].isalnum() else 2)) if keep else ""
        lines += _folded(line, width, hang) or [""]
    return lines


def _folded(line: str, width: int, hang: str) -> list[str]:
    """A long line as lines of at most `width` characters, cut at spaces; those after the first begin with `hang`."""
    rest = line.expandtabs(4).translate(_SPACES).rstrip(" ")
    found: list[str] = []
    start = 0
    while len(rest) - start > (room := width - (len(hang) if found else 0)):
        word = len(rest) - len(rest[start:].lstrip(" "))
        cut = rest.rfind(" ", word, start + room + 1)
        if cut < 0 and word > start:
            start = word  # the indentation leaves no room for the first word
            continue
        if cut < 0:
            cut = rest.find(" ", word)  # a word that is longer than a line stays as it is
        if cut < 0:
            break
        found.append((hang if found else "") + rest[start:cut].rstrip(" "))
        start = len(rest) - len(rest[cut:].lstrip(" "))
    return [*found, (hang if found else "") + rest[start:]] if rest.strip(" ") else []


def first_sentence(text: str) -> str:
    """The first sentence of a text, on one line."""
    blocks = _blocks(text.strip())
    return _first_sentence(" ".join(blocks[0].split()))[0] if blocks else ""


def _first_sentence(paragraph: str) -> tuple[str, str, str]:
    if paragraph.isprintable() and not any(end in paragraph for end in _SENTENCE_ENDS):
        return paragraph, "", ""
    match = re.search(r"(?<!e\.g)(?<!i\.e)(?<!etc)(?<!vs)(?<!\b[A-Z])[.!?](?=\s+[A-Z`*\[(\"'])", paragraph)
    if match is None:
        return paragraph, "", ""
    return paragraph[: match.end()], " ", paragraph[match.end() :].strip()


def _blocks(text: str) -> list[str]:
    """The paragraphs, each on one line; lines that must not be joined stay together."""
    if "\n" not in text:
        return [text.rstrip() if _KEEP.match(text) else text.strip()] if text.strip() else []
    blocks: list[str] = []
    fence = False
    joinable = False
    for raw in text.split("\n"):
        line = raw.rstrip()
        kept = fence or _KEEP.match(line) is not None
        if line.lstrip().startswith(("```", "~~~")):
            fence = not fence
        if not line and not fence:
            joinable = False
        elif not joinable:
            blocks.append(line if kept else line.strip())
            joinable = True
        elif kept or "\n" in blocks[-1] or _KEEP.match(blocks[-1]):
            blocks[-1] += "\n" + line
        else:
            blocks[-1] += " " + line.strip()
    return blocks
