"""The words of statuses, in lower case with underscores, and what they say of work."""

from __future__ import annotations

from typing import Literal

from generator.ir.text import folded

State = Literal["running", "done", "failed", "stopped", ""]

_WORKING = frozenset({
    "queued", "in_progress", "inprogress", "processing", "running", "enqueued", "in_queue", "validating", "starting",
    "finalizing", "executing", "building", "cancelling", "canceling", "initializing", "preparing", "provisioning",
    "validating_files", "not_started", "notstarted", "training", "indexing", "importing", "exporting", "rendering",
    "transcribing", "generating", "scraping", "crawling", "deploying", "working", "retrying", "uploading",
})  # fmt: skip
"""Statuses of work and of hardly anything else."""

_RUNNING = _WORKING | frozenset({
    "pending", "started", "created", "submitted", "scheduled", "waiting", "accepted", "received", "requested", "new",
    "ongoing", "stopping", "creating", "updating", "deleting", "downloading", "draft", "init", "in_review",
})  # fmt: skip
_DONE = frozenset({
    "completed", "complete", "succeeded", "success", "successful", "finished", "done", "ended", "processed", "ready",
    "succeed", "completed_successfully", "ok",
})  # fmt: skip
_FAILED = frozenset({
    "failed", "failure", "fail", "error", "errored", "cancelled", "canceled", "expired", "aborted", "timed_out",
    "timedout", "timeout", "rejected", "terminated", "killed", "crashed", "interrupted", "dead", "build_failed",
    "upstream_failed", "canceled_by_user", "user_error", "system_error",
})  # fmt: skip
_STOPPED = frozenset({
    "incomplete", "partial", "partially_completed", "completed_with_errors", "completed_with_warnings",
    "partially_succeeded", "partially_failed", "requires_action", "action_required", "input_required",
    "requires_input", "needs_input", "paused", "blocked", "awaiting_input", "waiting_for_input", "requires_approval",
    "awaiting_approval", "suspended", "skipped", "needs_review",
})  # fmt: skip
"""It goes on only when someone acts, or has ended with a part of the result."""

NAMES = frozenset({"status", "state", "phase", "stage"})
QUALIFIERS = frozenset({
    "processing", "job", "task", "run", "batch", "import", "export", "build", "execution", "operation", "lifecycle",
    "provisioning", "progress", "training", "transcription", "crawl", "current", "overall", "request", "prediction",
    "deployment", "conversion", "generation", "render", "upload", "workflow",
})  # fmt: skip
CONTAINERS = frozenset(
    {"data", "result", "job", "task", "action", "operation", "run", "response", "item", "properties"}
)
ERRORS: tuple[tuple[str, ...], ...] = (
    ("error",), ("last", "error"), ("errors",), ("failure", "reason"), ("error", "message"), ("failure", "message"),
    ("failure",), ("error", "details"), ("status", "message"), ("status", "reason"), ("status", "details"),
)  # fmt: skip


def state_of(value: str) -> State:
    """What a value of a status says of the work; empty if it is not known."""
    word = _word(value)
    if word in _RUNNING:
        return "running"
    if word in _DONE:
        return "done"
    if word in _FAILED:
        return "failed"
    return "stopped" if word in _STOPPED else ""


def is_of_work(value: str) -> bool:
    """Whether a status is one of work, and not also one of an order or a payment."""
    return _word(value) in _WORKING


def _word(value: str) -> str:
    word = "_".join(folded(value))
    for prefix in ("batch_", "job_", "task_", "status_", "state_"):  # as in JOB_STATE_RUNNING
        word = word.removeprefix(prefix)
    return word
