"""Names for calls: the resource path and the method name of every operation, in words of no language.

`engine.name_calls` reads the routes (`routes`) and ids (`ids`), weighs whether names were made for an SDK (`family`),
names each operation by what the document gives (`named`), by its Python samples (`samples`) or by its path (`paths`),
and makes the names of each resource unique (`unique`).
"""
