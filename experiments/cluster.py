"""Past one machine: the same chunks on the workers of a Dask scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

from model.compiling import processors
from model.errors import InputError

WAIT = 10.0  # seconds for which a scheduler may be silent


@dataclass(frozen=True)
class Place:
    """Where runs are played: an executor (none: threads here), and how many at a time."""

    executor: Executor | None
    workers: int | None


@contextmanager
def place_of(address: str | None, workers: int | None = None) -> Iterator[Place]:
    """Connect to the scheduler at an address, or start one here for "local"; nothing for None.

    Parameters
    ----------
    address : str, optional
        For example "tcp://10.0.0.1:8786"; "local" starts a scheduler and worker processes on this machine.
    workers : int, optional
        Threads here, or worker processes of a scheduler that is started; by default one a core.

    Raises
    ------
    InputError
        If Dask is not installed, the address is none, or nobody answers there.
    """
    if address is None:
        yield Place(None, workers)
        return
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise InputError("--cluster: needs Dask; install dilemma[cluster]") from None
    if address == "local":
        count = workers or processors()
        with (
            LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            yield Place(client.get_executor(pure=False), count)
        return
    try:
        client = Client(address, timeout=WAIT)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"--cluster: no scheduler at {address} ({reason})") from None
    with client:
        threads = sum(client.nthreads().values())
        if threads == 0:
            raise InputError(f"--cluster: the scheduler at {address} has no workers")
        yield Place(client.get_executor(pure=False), threads)
