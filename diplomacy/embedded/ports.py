"""The portal's port on both loopback addresses."""

import asyncio
import errno
import socket

import psutil

from diplomacy.embedded.places import EmbeddedError

IPV4, IPV6 = "127.0.0.1", "::1"


def require_free(port: int) -> None:
    """Refuse a port that somebody holds, and name the holder where the system tells.

    Asked by binding: granian itself shares its port with any other process of the same user that asks to
    share, and two portals would then answer in turn.
    """
    for family, address in ((socket.AF_INET, IPV4), (socket.AF_INET6, IPV6)):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise EmbeddedError(
                    f"port {port} is taken by {holder(port)}. End it, or choose another: make run PORT={port + 1}"
                ) from None
            if problem.errno == errno.EACCES:
                raise EmbeddedError(f"port {port} may be opened by root only. Choose one from 1024 up.") from None
            if family == socket.AF_INET:
                raise


def holder(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            listens = connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
            if listens and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass
    return "another program"


async def answer_on_ipv6(port: int) -> asyncio.Server | None:
    """Pass on what comes to `[::1]`, which `localhost` names first on most systems.

    Granian listens on one address. Most programs go on to 127.0.0.1 when `::1` refuses them, some do not.
    """

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream_reader, upstream_writer = await asyncio.open_connection(IPV4, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(copy(reader, upstream_writer), copy(upstream_reader, writer))

    try:
        return await asyncio.start_server(passed_on, IPV6, port)
    except OSError:
        # No IPv6 on this machine: then `localhost` does not name it either.
        return None


async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while chunk := await source.read(65536):
            target.write(chunk)
            await target.drain()
    except (ConnectionError, asyncio.CancelledError):
        pass
    finally:
        target.close()
