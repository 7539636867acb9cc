"""The servers and processes a demo portal brings along, started and ended by our own hands.

`servers` starts PostgreSQL and Valkey, `supervisor` runs the whole portal, `watchdog` ends what a killed
parent left behind. Nothing in here imports Django: the settings ask `servers.url()` before Django exists.
"""
