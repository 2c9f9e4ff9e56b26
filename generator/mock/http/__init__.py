"""HTTP/1.1 on a loopback socket."""
