"""Starting, waiting for and stopping processes. A pid file has the pid and its start time, so that a
recycled pid is never taken for ours."""
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from cloud import BIN, ETC, LOG, PROCESSES, RUN, STATE

T0 = time.time()
ENV = {name: value for name, value in os.environ.items() if not name.startswith('OS_')}
ENV.update({
    'PATH': f'{BIN}:/usr/sbin:/usr/bin:/sbin:/bin',
    **{f'OS_{service}_CONFIG_DIR': str(ETC)
       for service in ('KEYSTONE', 'NOVA', 'PLACEMENT', 'GLANCE', 'NEUTRON')},
    'OS_NEUTRON_CONFIG_FILES': 'neutron.conf',
    'ASGI_WORKERS': '1', 'PYTHONWARNINGS': 'ignore', 'PYTHONUNBUFFERED': '1', 'LANG': 'C.UTF-8',
    'no_proxy': '127.0.0.1,localhost', 'NO_PROXY': '127.0.0.1,localhost',
})
ENV.pop('PYTHONDONTWRITEBYTECODE', None)      # byte code makes every start after the first faster
_started = []


def say(text):
    print(f'[{time.time() - T0:6.1f}s] {text}', flush=True)


def die(text):
    print(f'{pathlib.Path(sys.argv[0]).name}: {text}', file=sys.stderr)
    sys.exit(1)


def end_of(log):
    return f'the end of {LOG / log}:\n' + (LOG / log).read_text(errors='replace')[-3000:]


def stat(pid):
    """The fields of /proc/PID/stat from the state on, or nothing."""
    try:
        return pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(') ', 1)[1].split()
    except (OSError, IndexError):
        return None


def start_time(pid):
    fields = stat(pid)
    return fields[19] if fields else None


def running(name):
    try:
        pid, began = (RUN / f'{name}.pid').read_text().split()
    except (OSError, ValueError):
        return None
    return int(pid) if start_time(pid) == began else None


def start(name, argv, env=None):
    if running(name):
        return
    with open(LOG / f'{name}.out', 'ab') as out:
        process = subprocess.Popen(
            [str(word) for word in argv], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            env={**ENV, **(env or {})}, cwd=str(STATE), start_new_session=True)
    (RUN / f'{name}.pid').write_text(f'{process.pid} {start_time(process.pid)}\n')
    _started.append((name, process))


def check_alive():
    for name, process in _started:
        if process.poll() is not None:
            die(f'{name} ended with status {process.returncode}; {end_of(f"{name}.out")}')


def run(argv, log, env=None):
    """Runs a program to its end, which must be a success; what it writes goes into the log."""
    with open(LOG / log, 'ab') as out:
        out.write(f'$ {" ".join(map(str, argv))}\n'.encode())
        out.flush()
        done = subprocess.run([str(word) for word in argv], stdin=subprocess.DEVNULL, stdout=out,
                              stderr=out, env={**ENV, **(env or {})}, cwd=str(STATE))
    if done.returncode:
        die(f'{argv[0]} failed with status {done.returncode}; {end_of(log)}')


def wait(what, ready, seconds=120):
    end = time.time() + seconds
    while not ready():
        check_alive()
        if time.time() > end:
            die(f'{what} does not answer; see {LOG}')
        time.sleep(0.1)


def wait_connect(name, address):
    def ready():
        with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as s:
            s.settimeout(1)
            return s.connect_ex(address) == 0
    wait(name, ready)


def wait_http(name, url):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ready():
        try:
            opener.open(url, timeout=5).read()
        except urllib.error.HTTPError as error:
            return error.code in (300, 401)
        except OSError:
            return False
        return True
    wait(name, ready)


def ports_free(ports):
    """Fails when somebody else has one of the ports."""
    for name, port in ports.items():
        if running(name):
            continue
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(('127.0.0.1', port))
            except OSError:
                die(f'port {port} (for {name}) is taken by something else; '
                    'KEYHAVEN_OPENSTACK_PORTS is added to every port')


def _session(sid):
    """The live pids of the session that was made for one service."""
    found = []
    for folder in pathlib.Path('/proc').iterdir():
        if folder.name.isdigit():
            fields = stat(folder.name)
            if fields and int(fields[3]) == sid and fields[0] != 'Z':
                found.append(int(folder.name))
    return found


def _signal(pids, which):
    for pid in pids:
        try:
            os.kill(pid, which)
        except ProcessLookupError:
            pass


def stop_all():
    """Stops what was started, and nothing else: the services, then what they need."""
    pids = {name: pid for name in PROCESSES if (pid := running(name))}
    for names, patience in ((PROCESSES[:-3], 10), (PROCESSES[-3:-1], 15), (PROCESSES[-1:], 3)):
        names = [name for name in names if name in pids]
        _signal([pids[name] for name in names], signal.SIGTERM)
        end = time.time() + patience
        left = names
        while left and time.time() < end:
            time.sleep(0.1)
            left = [name for name in left if _session(pids[name])]
        for name in left:
            _signal(_session(pids[name]), signal.SIGKILL)
        for name in names:
            say(f'stopped {name}{" (killed)" if name in left else ""}')
    for name in PROCESSES:
        (RUN / f'{name}.pid').unlink(missing_ok=True)
