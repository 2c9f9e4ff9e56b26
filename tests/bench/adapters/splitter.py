"""A plain splitter of server-sent events. It knows `data: ` on one line, and LF."""


def events(pending, piece):
    """The data of each event that `piece` completes; what it leaves unfinished goes to the list `pending`."""
    if b"\n\n" not in piece:
        pending.append(piece)
        return []
    *whole, rest = b"".join([*pending, piece]).split(b"\n\n")
    pending[:] = [rest] if rest else []
    return [event[6:] for event in whole]
