"""What the cloud is made of: OpenStack from PyPI in pinned versions, MariaDB and RabbitMQ from Debian."""
import importlib.util
import os
import shutil
import subprocess
import sys

from cloud import BIN, DB, ETC, HERE, LIB, LOG, ROOT, RUN, STATE, VENV
from processes import ENV, die, run, say

PACKAGES = ['keystone', 'nova', 'glance', 'neutron', 'openstack-placement', 'waitress', 'PyMySQL',
            'python-openstackclient', 'python-novaclient']
DEBIAN = {'rabbitmq-server': '/usr/lib/rabbitmq/bin/rabbitmq-server',
          'mariadb-server-core': '/usr/sbin/mariadbd', 'mariadb-client-core': '/usr/bin/mariadb'}


def install():
    for folder in (ROOT, ETC, DB, LOG, RUN, STATE):
        folder.mkdir(parents=True, exist_ok=True)
    debian_packages()
    python_packages()
    mechanism_driver()


def debian_packages():
    missing = [package for package, program in DEBIAN.items() if not os.path.exists(program)]
    # Debian keeps a part of Python's venv apart.
    if importlib.util.find_spec('ensurepip') is None:
        missing.append('python3-venv')
    if not missing:
        return
    if os.geteuid() != 0:
        die(f'install these Debian packages, then try again: {" ".join(missing)}')
    say(f'installing {" ".join(missing)}')
    apt = ['apt-get', '-y', '-q', '-o', 'DPkg::Lock::Timeout=300']
    quiet = {'DEBIAN_FRONTEND': 'noninteractive'}
    run([*apt, 'update'], 'apt.out', quiet)
    run([*apt, '--no-install-recommends', 'install', *missing], 'apt.out', quiet)


def python_packages():
    constraints = HERE / 'constraints.txt'
    stamp = ROOT / 'installed.txt'
    wanted = constraints.read_text()
    if stamp.exists() and stamp.read_text() == wanted and (BIN / 'nova-compute').exists():
        return
    say('installing the Python packages')
    if not (BIN / 'python').exists():
        subprocess.run([sys.executable, '-m', 'venv', str(VENV)], check=True)
    run([BIN / 'python', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check',
         '--no-compile', *PACKAGES, '-c', constraints], 'pip.out')
    # Some files in packages are templates and no valid Python.
    subprocess.run([str(BIN / 'python'), '-m', 'compileall', '-q', '-j', '0', str(VENV / 'lib')],
                   env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stamp.write_text(wanted)


def mechanism_driver():
    """Makes local_ml2.py known to Neutron, the way a package would."""
    site = next((VENV / 'lib').glob('python3*/site-packages'))
    shutil.copy(LIB / 'local_ml2.py', site / 'openstack_local_ml2.py')
    info = site / 'openstack_local_ml2-1.dist-info'
    info.mkdir(exist_ok=True)
    (info / 'METADATA').write_text('Metadata-Version: 2.1\nName: openstack-local-ml2\nVersion: 1\n')
    (info / 'entry_points.txt').write_text(
        '[neutron.ml2.mechanism_drivers]\nlocal = openstack_local_ml2:LocalMechanismDriver\n')
