"""The Jinja environment of one target's templates, with a user's overlay.

A name is looked up in the overlay, then among the built-in templates; `builtin/NAME` is always built-in, so that
an overlay can extend what it replaces. Static files (the runtime) are found the same way and read as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2 import nodes

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import TextPlace
from generator.emit.overrides import TEMPLATE, is_partial, mark_of, names_below, purpose, unmarked
from generator.emit.template_cache import TemplateCache
from generator.file_bytes import read_regular, text_digest, with_lf

BUILTIN: Final = "builtin/"


def builtin_folder(target: str) -> Path:
    """Where a target's own templates are: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_templates"
    return (installed if installed.is_dir() else package.parent / "templates") / target


class Environment:
    """Renders templates and reads static files. Faults are reported to the diagnostics, never raised to the target."""

    def __init__(
        self, builtin: Path, overlay: Path | None, diagnostics: Diagnostics, added: Collection[str] = ()
    ) -> None:
        """`builtin` is the target's folder of templates; `overlay` a folder of the user's, `added` its further files.

        Raises `Failed`, with diagnostics, where the overlay is no folder, or has an unknown name or block, or where
        there is no file of a name in `added`.
        """
        self._diagnostics = diagnostics
        self._builtin_files = names_below(builtin)
        self._user_files = _overlay_names(overlay, diagnostics) if overlay else {}
        builtin_loader = jinja2.FileSystemLoader(builtin)
        user_loaders = [jinja2.FileSystemLoader(overlay)] if overlay else []
        loaders = [jinja2.PrefixLoader({BUILTIN.rstrip("/"): builtin_loader}), *user_loaders, builtin_loader]
        self._jinja = jinja2.Environment(
            loader=jinja2.ChoiceLoader(loaders),
            undefined=_Undefined,
            autoescape=False,  # the output is source code, which views hold already escaped
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
            newline_sequence="\n",
            cache_size=-1,
            auto_reload=False,
            bytecode_cache=TemplateCache(builtin),
        )
        self._check_overlay(added)

    @property
    def filters(self) -> dict[str, Callable[..., Any]]:
        """Jinja's filters, for a target to add its own."""
        return self._jinja.filters

    @property
    def digest(self) -> str:
        """The SHA-256 of every template, built-in and the user's, by name."""
        total = hashlib.sha256()
        for names in (self._builtin_files, self._user_files):
            for name, path in names.items():
                data = with_lf(path.read_bytes())
                total.update(f"{name}\0{len(data)}\0".encode() + data)
        return total.hexdigest()

    def names(self, folder: str = "") -> tuple[str, ...]:
        """The names of our templates and static files below a folder (`runtime/`), sorted."""
        return tuple(name for name in self._builtin_files if name.startswith(folder))

    def static(self, name: str) -> str:
        """The text of a static file, from the overlay where it has one of that name."""
        path = self._user_files.get(name) or self._builtin_files[name]
        try:
            return unmarked(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            self._report(name, 0, "not UTF-8", {})
            return ""

    @property
    def overrides(self) -> tuple[str, ...]:
        """The names of the user's files that replace or extend a built-in one."""
        return tuple(name for name in self._user_files if name in self._builtin_files)

    def builtin(self, name: str) -> str:
        """The text of a built-in template or static file."""
        return self._builtin_files[name].read_text(encoding="utf-8")

    def purpose(self, name: str) -> str:
        """The purpose of a built-in template or static file, in one line."""
        return purpose(name, self.builtin(name))

    def extends(self, name: str) -> bool:
        """Whether a template, the user's where there is one, extends another."""
        return name.endswith(TEMPLATE) and bool(_parent(self._parse(name)))

    def blocks(self, name: str) -> tuple[str, ...]:
        """The named blocks of a built-in template, in order."""
        tree = self._parse(BUILTIN + name) if name.endswith(TEMPLATE) else None
        return tuple(block.name for block in tree.find_all(nodes.Block)) if tree else ()

    def render(self, template_name: str, /, **views: object) -> str:
        """The template with these views; where it has a fault, that is reported and the text is empty."""
        try:
            return self._jinja.get_template(template_name).render(views)
        except jinja2.TemplateSyntaxError as error:
            self._report(error.name or template_name, error.lineno, error.message or "syntax error", views)
        except jinja2.TemplateNotFound as error:
            name, line = self._fault(error, template_name)
            wanted = str(error.name or error)
            self._report(name, line, f"there is no template `{wanted}`", {}, did_you_mean(wanted, self._all_names()))
        except Exception as error:  # a template may call anything, so anything may be raised
            name, line = self._fault(error, template_name)
            kind = "" if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: "
            self._report(name, line, f"{kind}{error}", views)
        return ""

    # --- diagnostics ---

    def _report(self, name: str, line: int, message: str, views: dict[str, object], hint: str = "") -> None:
        given = ", ".join(f"{key} ({type(view).__name__})" for key, view in views.items())
        hint = hint or (f"the template was given: {given}" if given else "")
        self._diagnostics.error("template-error", f"in template `{name}`: {message}", self._place(name, line), hint)

    def _place(self, name: str, line: int) -> TextPlace:
        path = self._path(name)
        if path is None:
            return TextPlace(name)
        return TextPlace(str(path), line, 1 if line else 0, path.read_text(encoding="utf-8", errors="replace"))

    def _path(self, name: str) -> Path | None:
        if name.startswith(BUILTIN):
            return self._builtin_files.get(name.removeprefix(BUILTIN))
        return self._user_files.get(name) or self._builtin_files.get(name)

    def _fault(self, error: BaseException, name: str) -> tuple[str, int]:
        """The innermost template that the error passed through, by name, and the line there."""
        files = {str(path): known for known, path in [*self._builtin_files.items(), *self._user_files.items()]}
        line, trace = 0, error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if file in files:
                builtin_file = self._builtin_files.get(files[file])
                name = (BUILTIN if str(builtin_file) == file and files[file] in self._user_files else "") + files[file]
                line = trace.tb_lineno
            trace = trace.tb_next
        return name, line

    # --- the overlay, looked over before anything is rendered ---

    def _all_names(self) -> list[str]:
        return [*self._user_files, *self._builtin_files, *(BUILTIN + name for name in self._builtin_files)]

    def _check_overlay(self, added: Collection[str]) -> None:
        known = len(self._diagnostics.items)
        for name, path in self._user_files.items():
            if name in self._builtin_files:
                self._check_age(name, path)
            elif not is_partial(name) and name not in added:
                hint = did_you_mean(name, self._builtin_files)
                hint = hint or f'to add it to the output, map it in the config: [files] "PATH" = "{name}"'
                message = f"the overlay's `{name}` replaces no built-in template"
                self._diagnostics.error("unknown-template", message, TextPlace(str(path)), hint)
            if name.endswith(TEMPLATE):
                self._check_blocks(name)
        for name in added:
            if self._path(name) is None:
                message = f"[files] asks for the template `{name}`, which is not there"
                hint = did_you_mean(name, self._all_names()) or "it belongs in the folder that `templates` names"
                self._diagnostics.error("unknown-template", message, hint=hint)
        if any(item.severity == "error" for item in self._diagnostics.items[known:]):
            raise Failed

    def _check_age(self, name: str, path: Path) -> None:
        """Warn of a copy whose original is another now."""
        text = path.read_text(encoding="utf-8", errors="replace")
        mark = mark_of(text)
        if mark and mark.digest != text_digest(self._builtin_files[name].read_bytes()):
            message = f"our `{name}` changed since it was ejected from sdkwright {mark.generator}"
            hint = f"take over what changed: `sdkwright templates show {name}`, then `sdkwright templates check`"
            self._diagnostics.warning("stale-template", message, TextPlace(str(path), 1, 1, text), hint)

    def _check_blocks(self, name: str) -> None:
        """Report an override of a block that the extended template does not have."""
        tree = self._parse(name)
        parent = _parent(tree)
        if not parent or tree is None:
            return
        if parent == name:
            message = f"template `{name}` extends itself"
            self._diagnostics.error("template-error", message, self._place(name, 1), f"extend `{BUILTIN}{name}`")
            return
        offered = self._blocks(parent, {name})
        for block in tree.body:
            if offered is not None and isinstance(block, nodes.Block) and block.name not in offered:
                hint = did_you_mean(block.name, offered) or f"its blocks: {', '.join(sorted(offered))}"
                message = f"template `{parent}` has no block `{block.name}`"
                self._diagnostics.error("unknown-block", message, self._place(name, block.lineno), hint)

    def _blocks(self, name: str, seen: set[str]) -> set[str] | None:
        """The blocks of a template and of those it extends; None where they cannot be known."""
        tree = None if name in seen else self._parse(name)
        if tree is None:
            return None
        blocks = {block.name for block in tree.find_all(nodes.Block)}
        parent = _parent(tree)
        if not parent:
            return blocks
        inherited = self._blocks(parent, seen | {name})
        return None if inherited is None else blocks | inherited

    def _parse(self, name: str) -> nodes.Template | None:
        """The template's syntax tree, or None, reported, where it has none."""
        path = self._path(name)
        if path is None:
            return None  # reported where it is rendered, with the line that asks for it
        try:
            return self._jinja.parse(path.read_text(encoding="utf-8"), name, str(path))
        except jinja2.TemplateSyntaxError as error:
            self._report(name, error.lineno, error.message or "syntax error", {})
        except UnicodeDecodeError:
            self._report(name, 0, "not UTF-8", {})
        return None


class _Undefined(jinja2.StrictUndefined):
    """Any use of a name that is not there fails, and says what is near it."""

    @property
    def _undefined_message(self) -> str:
        holder, name = self._undefined_obj, str(self._undefined_name)
        known = () if holder is jinja2.utils.missing else (key for key in dir(holder) if not key.startswith("_"))
        hint = did_you_mean(name, known)
        return f"{super()._undefined_message}{'; ' + hint if hint else ''}"


def _parent(tree: nodes.Template | None) -> str:
    """The name that a template extends, where it is a constant."""
    extends = next(tree.find_all(nodes.Extends), None) if tree else None
    constant = extends.template if extends else None
    return constant.value if isinstance(constant, nodes.Const) and isinstance(constant.value, str) else ""


def _overlay_names(overlay: Path, diagnostics: Diagnostics) -> dict[str, Path]:
    """The files of a folder of overrides. Raises `Failed`, with diagnostics, where one cannot be read."""
    code, hint = "templates-not-read", "the folder of templates may have readable, regular files only"
    try:
        if not overlay.is_dir():
            diagnostics.error("templates-not-found", "the folder of templates does not exist", TextPlace(str(overlay)))
            raise Failed
        names = names_below(overlay)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "invalid path"
        diagnostics.error(code, f"cannot read the folder of templates: {reason}", TextPlace(str(overlay)))
        raise Failed from None
    before = diagnostics.count("error")
    for path in names.values():
        try:
            read_regular(path)
        except OSError as error:
            diagnostics.error(code, f"cannot read a template: {error.strerror}", TextPlace(str(path)), hint)
    if diagnostics.count("error") > before:
        raise Failed
    return names
