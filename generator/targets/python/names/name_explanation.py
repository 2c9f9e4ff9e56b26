"""Explain why an element of the SDK has its name."""

from __future__ import annotations

from generator.targets.python.names.name_scope import LockedNames


def explain_name(key: str, locked: LockedNames, rule: str) -> str:
    """The explanation of the name of a key. `rule` describes its first candidate."""
    decision = locked.decided.get(key)
    if key in locked.asked:
        return f'the config asks for it: [names] "{key}" = "{locked.asked[key]}"'
    if decision is None:
        return rule
    name, wanted = decision.name, decision.wanted
    first = wanted[0] if wanted else ""
    made = name.rstrip("_") == first.rstrip("_")
    if key in locked.published and not made:
        return f"an earlier output published it, so it stays; today's rule would make it `{first}`"
    parts = [rule if made else f"the next candidate after `{first}` ({rule})"]
    if made and name != first:
        parts.append(f"with an underscore, as `{first}` has a meaning of its own in Python or the SDK")
    parts += [f"`{candidate}` is taken by {_owner(owner)}" for candidate, owner in decision.passed]
    if key in locked.published:
        parts.append("published by an earlier output, so it stays")
    return "; ".join(parts)


def _owner(owner: str) -> str:
    return f"`{owner}`" if owner else "the SDK itself"
