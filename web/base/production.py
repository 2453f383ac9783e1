"""The production server: Granian over the Flask app, checked before it starts, stopped cleanly."""

import errno
import faulthandler
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from corpus.errors import BackfileError
from corpus.scratch import scratch
from web.base.config import Settings
from web.base.log import configure
from web.base.turns import in_turns

FIGURES = "PROMETHEUS_MULTIPROC_DIR"  # the folder in which workers count, by its library's name
STOP_SECONDS = 2  # a worker still answering after so long is ended
READY, ENDED = b"ready", b"ended"  # what a worker says, and the server when it ends
BETWEEN_LOOKS = 0.01  # seconds, at whether a worker that is ready listens yet
# seconds for which a thread may run while others wait: a page takes two milliseconds, and threads
# that take turns within it cost a twentieth more
RUN = 0.01
# bodies of requests that a worker reads at one time, each in a thread besides those that answer
BODY_READERS = 8


def reserve_port(settings: Settings) -> int:
    """The port to listen on: the one set, or a free one for 0.

    Raises BackfileError when it cannot be had. Granian lets several servers share a port, so that a
    second one would silently take half of the requests: hence this look without sharing.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            about_port = getattr(error, "errno", None) in (errno.EADDRINUSE, errno.EACCES)
            other = (
                "--port and a free number"
                if about_port
                else "--host and an address of this machine, such as 127.0.0.1"
            )
            raise BackfileError(
                f"nothing can listen on {settings.host} port {settings.port} ({reason.lower()})",
                mend=f"the same command with {other}",
            ) from error
        port: int = probe.getsockname()[1]
    return port


def serve(settings: Settings, load: Callable[[Path], Any], tell: Callable[[], None]) -> None:
    """Answer requests until Ctrl-C or SIGTERM, with the WSGI app that `load` makes in each worker;
    it is given the folder in which they count together. `tell` is called once, when the port
    answers; what it raises ends the server, and is raised here.

    A worker that dies is started again; none outlives this process.
    """
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "backfile",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads + BODY_READERS,
        websockets=False,
        log_level=LogLevels.error,  # its warnings are advice on numbers of threads
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    stop = server.signal_handler_interrupt
    with scratch() as folder, _telling(settings, tell, stop) as ready:
        loader = partial(_app, load, settings, folder, ready)
        server.serve(target_loader=loader, wrap_loader=False)


@contextmanager
def _telling(
    settings: Settings, tell: Callable[[], None], stop: Callable[[], None]
) -> Iterator[Connection]:
    """A block in which `tell` is called when the port answers, and `stop` if that fails. It gives
    the pipe by which each worker says that it is ready to listen."""
    heard, said = multiprocessing.Pipe(duplex=False)
    failures: list[BaseException] = []

    def watch() -> None:
        # until all workers are ready nothing but this pipe is touched: they are forks, and would
        # keep for ever what another thread had locked when they began
        waiting, told = settings.workers, False
        while heard.recv_bytes() == READY:
            waiting -= 1
            while waiting <= 0 and not told and not heard.poll(BETWEEN_LOOKS):
                if told := _answers(settings):
                    try:
                        tell()
                    except BaseException as failure:  # raised again where the command is
                        failures.append(failure)
                        stop()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    with heard, said:
        try:
            yield said
        finally:
            said.send_bytes(ENDED)
            watcher.join()
    for failure in failures:
        raise failure


def _answers(settings: Settings) -> bool:
    """Whether somebody listens on the port."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as looking:
        looking.settimeout(STOP_SECONDS)
        return looking.connect_ex((settings.host, settings.port)) == 0


def _app(
    load: Callable[[Path], Any], settings: Settings, shared: Path, ready: Connection
) -> Any:
    """What a worker answers with; called in the worker."""
    os.environ[FIGURES] = str(shared)  # before its library is loaded
    configure(settings, unattended=True)
    # an index file that somebody cuts short ends a worker: the log says in reading what
    if sys.stderr is not None:  # it was closed: nobody reads
        faulthandler.enable()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.setswitchinterval(RUN)
    app = load(shared)
    gc.collect()
    # what stays until the end is not looked through again and again: no question waits for that
    gc.freeze()
    ready.send_bytes(READY)
    return in_turns(app)


def _end_with_parent() -> None:
    """End this worker with the server's process.

    Nobody else ends the workers of a server that was killed: they would keep its port and go on
    answering.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)
