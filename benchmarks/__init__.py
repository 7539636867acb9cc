"""What a page costs beside its floor: the same SQL, the same bytes, no framework. `make bench`, `ARGS=--quick`."""
