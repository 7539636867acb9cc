"""`make check`: what must hold of the source as it stands, without a server."""
