"""What the service manager is told: a real socket, and a clock that the test turns."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from voiceguide.service import ServiceManager

if TYPE_CHECKING:
    from collections.abc import Iterator


class Manager:
    """The other end."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("\0" + address[1:] if address.startswith("@") else address)
        self.socket.settimeout(0.0)

    def told(self) -> list[str]:
        """Return every message since the last look."""
        messages = []
        while True:
            try:
                messages.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                return messages


@contextmanager
def manager(address: str) -> Iterator[Manager]:
    """Listen at an address."""
    listening = Manager(address)
    try:
        yield listening
    finally:
        listening.socket.close()


@pytest.fixture
def address() -> Iterator[str]:
    with TemporaryDirectory(prefix="notify-") as folder:  # a socket's path has to be short
        yield f"{folder}/socket"


def watched(address: str, seconds: float = 20.0) -> dict[str, str]:
    """Return the environment of a service with a watchdog."""
    return {
        "NOTIFY_SOCKET": address,
        "WATCHDOG_USEC": str(round(seconds * 1e6)),
        "WATCHDOG_PID": str(os.getpid()),
    }


@pytest.mark.parametrize("kind", ["a path", "an abstract name"])
def test_a_service_tells_that_it_loads_listens_and_stops(address: str, kind: str) -> None:
    at = address if kind == "a path" else f"@voiceguide-test-{os.getpid()}"
    with manager(at) as listening:
        service = ServiceManager({"NOTIFY_SOCKET": at})
        service.status("loading")
        service.ready()
        service.stopping()
        assert listening.told() == ["STATUS=loading", "READY=1", "STOPPING=1"]


def test_while_blocks_come_the_watchdog_is_fed_four_times_in_the_time_it_allows(
    address: str,
) -> None:
    with manager(address) as listening:
        service = ServiceManager(watched(address, seconds=20.0))
        told: list[str] = []
        for block in range(4 * 60):  # a minute; a quarter of a second is exact
            service.alive(1000.0 + block / 4)
            told += listening.told()
        assert told == ["WATCHDOG=1"] * 12


def test_a_deaf_guide_starves_the_watchdog_and_asks_it_once_for_ten_minutes(address: str) -> None:
    with manager(address) as listening:
        service = ServiceManager(watched(address, seconds=20.0))
        service.alive(0.0)
        for _ in range(500):
            service.deaf()
        assert listening.told() == ["WATCHDOG=1", "WATCHDOG_USEC=600000000"]
        service.alive(10.0)
        assert listening.told() == ["WATCHDOG_USEC=20000000", "WATCHDOG=1"]


def test_it_may_be_asked_for_less_than_ten_minutes(address: str) -> None:
    with manager(address) as listening:
        ServiceManager(watched(address)).deaf(30.0)
        assert listening.told() == ["WATCHDOG_USEC=30000000"]


def test_a_watchdog_meant_for_another_process_is_not_fed(address: str) -> None:
    with manager(address) as listening:
        service = ServiceManager(watched(address) | {"WATCHDOG_PID": "1"})
        service.alive(0.0)
        service.deaf()
        assert listening.told() == []


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere/at/all"}])
def test_without_a_manager_nothing_happens(environment: dict[str, str]) -> None:
    service = ServiceManager(environment | {"WATCHDOG_USEC": "20000000"})
    service.ready()
    service.alive(0.0)
    service.deaf()
    service.stopping()


def test_a_manager_that_does_not_read_never_holds_a_block_up(address: str) -> None:
    """Its queue fills up, and what does not fit is lost."""
    with manager(address) as listening:
        service = ServiceManager(watched(address))
        for number in range(5000):
            service.status(str(number))
        assert listening.told()
