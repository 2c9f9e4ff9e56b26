"""A plain splitter of server-sent events. It knows LF, and `data: ` on one line, the last of an event."""


def events(pending, piece):
    """The data of each event that `piece` completes; what it leaves unfinished goes to the list `pending`."""
    if b"\n\n" not in piece:
        pending.append(piece)
        return []
    *whole, rest = b"".join([*pending, piece]).split(b"\n\n")
    pending[:] = [rest] if rest else []
    return [event.partition(b"data: ")[2] for event in whole]
