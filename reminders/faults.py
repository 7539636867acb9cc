"""A fault of one thing must not stop what has nothing to do with it, nor tell the log what a record says."""

from __future__ import annotations

from logging import Logger

from django.db import InterfaceError, OperationalError

# The connection is of no use any more or somebody holds a lock: whatever runs ends, and the next tick tries again.
ENDS_ALL = (OperationalError, InterfaceError)


class Fault(Exception):
    """Stands in the log for an exception: its kind and its place without its words, which may be a record's."""


def log(logger: Logger, problem: Exception, said: str, *details: object) -> None:
    nameless = Fault(type(problem).__name__)
    logger.error(said, *details, exc_info=(Fault, nameless, problem.__traceback__))
