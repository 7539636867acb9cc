"""Switches the loopback on in a network of its own, then becomes a user and the command: `loopback.py UID GID …`."""

import fcntl
import os
import shutil
import socket
import struct
import sys

SIOCSIFFLAGS = 0x8914
IFF_UP_RUNNING = 0x41

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
    fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP_RUNNING))
uid, gid, *command = sys.argv[1:]
# Looked up before: this Python itself may be out of the user's reach.
program = shutil.which(command[0]) or command[0]
if int(uid) != os.getuid():
    os.setgroups([])
    os.setresgid(int(gid), int(gid), int(gid))
    os.setresuid(int(uid), int(uid), int(uid))
os.execv(program, command)
