"""The server's port: the wished one, else the next that is free, taken before anybody else can."""

import signal
import socket
import subprocess
import sys
import time

import pytest

from corridor.config import serve


@pytest.fixture
def opened():
    sockets = []
    yield sockets
    for one in sockets:
        one.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_wished_port_is_taken_when_it_is_free(opened):
    wish = free_port()

    opened.append(serve.listen("127.0.0.1", wish))

    assert opened[0].getsockname() == ("127.0.0.1", wish)
    assert opened[0].get_inheritable()


def test_a_taken_port_gives_way_to_a_free_one(opened):
    wish = free_port()
    opened.append(serve.listen("127.0.0.1", wish))

    opened.append(serve.listen("127.0.0.1", wish))

    assert opened[1].getsockname()[1] != wish


def test_a_child_that_is_told_to_stop_stops():
    child = serve.start(["-c", "import time; time.sleep(60)"], {})

    serve.stop([child])

    assert child.returncode == -signal.SIGTERM


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process together with its parent")
def test_no_server_stays_behind_when_its_parent_is_killed():
    program = """
import time
from corridor.config import serve
print(serve.start(["-c", "import time; time.sleep(60)"], {}).pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())

    parent.kill()
    parent.communicate()

    assert gone(child)


def gone(pid, patience=5.0):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with open(f"/proc/{pid}/stat") as stat:
                if stat.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False
