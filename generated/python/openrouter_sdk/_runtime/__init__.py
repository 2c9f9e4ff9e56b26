"""The runtime of the SDK: everything that does not depend on the API.

The generated modules hold tables (`service.Service`, `operation.Operation`) and typed methods; the
runtime reads the tables and makes the calls. A call passes through these files, in this order:

1. `client.py`: a method of a resource (`resource.py`) calls `request` of the client. The first call
   makes the transport.
2. `call/call.py`: an `Exchange` runs the call as a coroutine, for sync and async clients alike.
3. `request/build.py`: the arguments become a request draft: `request/parameters.py` encodes
   parameters, `request/json_body.py` and its neighbours encode the body, `request/headers.py`
   collects headers.
4. `call/retry_loop.py`: each attempt adds credentials (`call/auth.py`) and time limits
   (`call/timeouts.py`), calls the hooks (`call/hooks.py`), follows redirects (`call/redirects.py`)
   and writes log lines (`transport/logs.py`). A failed attempt is repeated if
   `call/retry_policy.py` allows it.
5. `transport/sync_transport.py` or `transport/async_transport.py`: the HTTP client writes the
   request to the socket and reads the response.
6. `response/decode.py`: the body becomes a typed value. If it does not match its type,
   `response/lenient.py` builds as much of the value as fits.
7. `response/error_factory.py`: any other status becomes an exception of `errors.py`.

A streaming call leaves this path after step 5: `stream/open_stream.py` checks the head of the
response, and `stream/stream.py` reads the body, one item at a time, while the caller iterates.
"""
