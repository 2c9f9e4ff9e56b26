"""Words that rules about names look up: verbs, words that end no name, segments that mean nothing."""

from __future__ import annotations

import re

READ = frozenset({"get", "retrieve", "fetch", "read", "show", "describe", "find", "view"})
"""Verbs that read one thing."""

LISTS = frozenset({"list", "index", "all", "query"})

SYNONYMS = {
    "retrieve": "get", "fetch": "get", "read": "get", "show": "get", "describe": "get", "view": "get", "find": "get",
    "modify": "update", "edit": "update", "patch": "update", "change": "update", "put": "update", "save": "update",
    "mutate": "update",
    "remove": "delete", "destroy": "delete", "del": "delete",
    "index": "list", "post": "create", "new": "create", "insert": "create", "store": "create",
}  # fmt: skip
"""The plain verb that another one stands for."""

BASIC = frozenset({"get", "list", "create", "update", "delete", "replace"})
"""Verbs that follow from an HTTP method and the shape of a path."""

VERBS = frozenset({
    "abort", "accept", "accumulate", "ack", "acknowledge", "acquire", "activate", "add", "adjust", "advance",
    "allocate", "analyze", "append", "apply", "approve", "archive", "assign", "associate", "attach",
    "authenticate", "authorize", "backup", "ban", "batch", "bind", "block", "book", "build", "bulk", "bypass",
    "calculate", "call", "cancel", "capture", "change", "charge", "check", "checkin", "checkout", "claim",
    "classify", "clean", "clear", "clone", "close", "collect", "commit", "compact", "compare", "compile",
    "complete", "compute", "configure", "confirm", "connect", "consume", "convert", "copy", "count", "create",
    "deactivate", "deallocate", "debug", "decline", "decode", "decrypt", "defer", "delete", "deliver", "demote",
    "deny", "deploy", "deprecate", "deprovision", "deregister", "describe", "destroy", "detach", "detect",
    "detokenize", "diff", "disable", "disassociate", "discard", "disconnect", "discover", "dismiss", "dispatch",
    "dispute", "download", "drain", "drop", "duplicate", "edit", "eject", "embed", "emulate", "enable",
    "encode", "encrypt", "end", "enqueue", "enrich", "enroll", "enumerate", "erase", "escalate", "estimate",
    "evaluate", "evict", "exchange", "execute", "exist", "exists", "expand", "expire", "explain", "export",
    "extend", "extract", "fail", "fetch", "fill", "filter", "finalize", "find", "finish", "fire", "fix", "flag",
    "flush", "follow", "force", "forget", "fork", "format", "forward", "freeze", "fulfill", "fund", "generate",
    "get", "give", "grant", "halt", "hangup", "hide", "hold", "identify", "ignore", "impersonate", "import",
    "increment", "index", "ingest", "initialize", "initiate", "insert", "inspect", "install", "introspect",
    "invalidate", "invite", "invoke", "issue", "join", "kick", "kill", "label", "launch", "leave", "like",
    "link", "list", "load", "locate", "lock", "login", "logout", "lookup", "mail", "make", "mark", "match",
    "measure", "merge", "migrate", "modify", "monitor", "move", "mutate", "mute", "notify", "obtain", "open",
    "optimize", "override", "parse", "patch", "pause", "pay", "pin", "ping", "poll", "populate", "post",
    "prepare", "present", "preview", "process", "promote", "propose", "protect", "provision", "publish", "pull",
    "purge", "push", "put", "query", "rank", "react", "read", "rebase", "reboot", "rebuild", "receive",
    "recompute", "recover", "redact", "redeem", "redeploy", "redirect", "refer", "refresh", "refund", "refuse",
    "regenerate", "register", "reindex", "reinstall", "reject", "relate", "release", "reload", "remix",
    "remove", "rename", "render", "renew", "reopen", "reorder", "repair", "replace", "replay", "reply",
    "report", "request", "rerank", "rerun", "resend", "reserve", "reset", "resize", "resolve", "respond",
    "restart", "restore", "resubmit", "resume", "retrieve", "retry", "return", "reveal", "reverse", "revert",
    "review", "revise", "revoke", "rewind", "rollback", "rotate", "run", "sample", "save", "scan", "schedule",
    "score", "search", "see", "seek", "select", "send", "set", "settle", "share", "ship", "show", "shutdown",
    "sign", "signin", "signout", "signup", "simulate", "skip", "snooze", "sort", "split", "star", "start",
    "stop", "store", "stream", "submit", "subscribe", "succeed", "summarize", "suspend", "swap", "switch",
    "sync", "synchronize", "tag", "tail", "terminate", "test", "toggle", "tokenize", "track", "transcribe",
    "transfer", "transform", "transition", "translate", "trash", "trigger", "truncate", "try", "unarchive",
    "unassign", "unban", "unbind", "unblock", "unclaim", "undelete", "undo", "unenroll", "unfollow", "unfreeze",
    "unignore", "uninstall", "unlike", "unlink", "unlock", "unmark", "unmute", "unpause", "unpin", "unprotect",
    "unpublish", "unregister", "unset", "unshare", "unstar", "unsubscribe", "unsuspend", "untag", "update",
    "upgrade", "upload", "upsert", "use", "validate", "vectorize", "verify", "void", "vote", "wait", "watch",
    "withdraw", "write", "zip",
})  # fmt: skip
"""Verbs of the methods of APIs, in the imperative."""

NOUNS = frozenset({
    "backup", "block", "book", "build", "call", "change", "charge", "check", "checkout", "claim", "collect",
    "commit", "dispute", "estimate", "export", "filter", "flag", "fork", "format", "fund", "hold", "import",
    "index", "issue", "label", "like", "link", "load", "lock", "login", "logout", "mail", "mark", "match",
    "monitor", "post", "present", "preview", "process", "pull", "query", "rank", "refund", "release", "render",
    "reply", "report", "request", "reserve", "return", "review", "run", "sample", "scan", "schedule", "score",
    "share", "sign", "signin", "signup", "star", "store", "stream", "tag", "test", "track", "transfer", "trigger",
    "upload", "use", "vote", "watch",
})  # fmt: skip
"""Verbs that are nouns too: as a path segment they are resources unless the path's shape says otherwise."""

ONE_THING = frozenset({
    "settings", "preferences", "stats", "statistics", "analytics", "details", "credentials", "contents", "properties",
    "basics", "terms", "diagnostics", "news", "means", "series", "status", "address", "process", "access", "sms", "dns",
})  # fmt: skip
"""Nouns that end in s and are one thing."""

STRANDED = frozenset({
    "a", "an", "the", "of", "for", "to", "from", "in", "on", "at", "by", "with", "without", "into", "onto", "as",
    "and", "or", "via", "per", "under", "over", "between", "within", "about", "after", "before", "than", "through",
    "using", "where", "when", "if", "its", "their", "this", "that", "these", "is", "are", "be",
    "sub", "authenticated", "non", "pre", "multi",
})  # fmt: skip
"""Words that end no name: articles, prepositions, conjunctions, and adjectives that a noun must follow."""

PREPOSITIONS = frozenset({"of", "for", "to", "from", "in", "on", "at", "by", "with", "into", "onto", "via", "per"})

NOISE = frozenset({"api", "apis", "public", "rest", "openapi"})
"""Leading path segments that name nothing."""

VERSION = re.compile(r"(?:v?[0-9]+(?:[._-]?[0-9]+)*(?:[._-]?(?:alpha|beta|rc|preview)[0-9]*)?|latest)", re.IGNORECASE)
"""A version of an API, as a whole path segment."""
