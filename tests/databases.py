"""A PostgreSQL server of our own for the tests, and databases in it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _binary(name: str) -> str | None:
    here = shutil.which(name)
    return here or next((str(home / name) for home in _HOMES if (home / name).exists()), None)


def _account() -> pwd.struct_passwd | None:
    """The account that the server runs under, where this one is root: a server refuses root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL refuses to run as root, and there is no account 'postgres'")


@contextmanager
def server() -> Iterator[str]:
    """A server on a free local port in a temporary folder; gives its address without a database.

    Skips, with the reason, where PostgreSQL or its driver is not installed.
    """
    pytest.importorskip("psycopg", reason="the driver of PostgreSQL (psycopg) is not installed")
    initdb, postgres = _binary("initdb"), _binary("postgres")
    if initdb is None or postgres is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    account = _account()
    home = Path(tempfile.mkdtemp(prefix="goodoffices-pg-"))
    if account:
        shutil.chown(home, account.pw_uid, account.pw_gid)
    as_account: dict[str, Any] = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = home / "data"
    process = None
    try:
        subprocess.run(
            [initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"],
            check=True,
            **as_account,
            capture_output=True,
            cwd=home,
        )
        settings = {"listen_addresses": "127.0.0.1", "port": port, "fsync": "off"}
        settings |= {"unix_socket_directories": home, "shared_buffers": "16MB"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [postgres, "-D", data, *options],
                stdout=log,
                stderr=log,
                cwd=home,
                **as_account,
            )
        _wait(process, port, home / "log")
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/"
    finally:
        if process is not None:
            pids = (data / "postmaster.pid").read_text().split() if data.is_dir() else []
            if pids:
                os.kill(int(pids[0]), 3)  # SIGQUIT: at once, nothing of it is kept
            process.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    import psycopg

    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}")


class Databases:
    """Places for stores in a server, one after another: schemas, which are made in no time."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._made = 0

    def new(self) -> str:
        """An address at which there is nothing yet."""
        import psycopg

        self._made += 1
        name = f"talks{self._made}"
        plain = self._address.replace("+psycopg", "")
        with psycopg.connect(f"{plain}postgres", autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self._address}postgres?options=-csearch_path%3D{name}"
