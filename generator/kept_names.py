"""The names of an output that the next run keeps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase

from generator.compare.surface import Surface
from generator.diagnostics.model import Diagnostics
from generator.diagnostics.suggest import did_you_mean
from generator.emit.manifest import Manifest


def kept_names(last: Manifest, released: Collection[str], diagnostics: Diagnostics) -> Mapping[str, str]:
    """The names of an output, which stay, without those that are released: globs of their keys.

    Those of its calls are taken from its surface, which has each as a whole. Reports globs that no key fits.
    """
    surface = Surface.of(last.api) if last.api else None
    names = dict(last.names)
    if surface is not None:
        names |= {f"method:{method.http}": call for call, method in surface.methods.items()}
        names |= {"package": surface.package, "client": surface.client}
    for glob in released:
        if glob != "*" and not any(fnmatchcase(key, glob) for key in names):
            hint = did_you_mean(glob, names) or "`sdkwright names` lists the keys of names that differ"
            diagnostics.error("unknown-name", f"--adopt: the output has no name with the key `{glob}`", hint=hint)
    return {key: name for key, name in names.items() if not any(fnmatchcase(key, glob) for glob in released)}
