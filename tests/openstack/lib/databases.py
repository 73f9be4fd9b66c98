"""MariaDB, and the schema of each service."""
import concurrent.futures
import os
import pwd
import shutil

from cloud import AUTH_URL, BIN, DB, ETC, LIB, PASSWORDS, REGION, RUN, STATE
from configuration import TRANSPORT, db_url
from processes import run, start, wait_connect

SOCKET = RUN / 'mariadb.sock'
NAMES = {'keystone': ['keystone'], 'nova': ['nova_api', 'nova_cell0', 'nova_cell1'],
         'placement': ['placement'], 'glance': ['glance'], 'neutron': ['neutron']}


def start_mariadb():
    data, made = DB / 'mariadb', STATE / 'mariadb.made'
    user = f'--user={pwd.getpwuid(os.geteuid()).pw_name}'
    if not made.exists():
        shutil.rmtree(data, ignore_errors=True)
        run(['mariadb-install-db', '--no-defaults', f'--datadir={data}', '--skip-test-db',
             '--auth-root-authentication-method=normal', '--skip-name-resolve', user], 'mariadb.out')
    start('mariadb', [
        '/usr/sbin/mariadbd', '--no-defaults', f'--datadir={data}', f'--socket={SOCKET}',
        f'--pid-file={RUN}/mariadb.own.pid', '--skip-networking', '--skip-log-bin',
        '--skip-name-resolve', user,
        '--character-set-server=utf8mb3', '--collation-server=utf8mb3_general_ci',
        '--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0',
        '--innodb-buffer-pool-size=96M', '--innodb-log-file-size=48M',
        '--performance-schema=OFF', '--max-connections=400'])
    wait_connect('mariadb', str(SOCKET))
    made.touch()


def keystone():
    manage = [BIN / 'keystone-manage', '--config-file', ETC / 'keystone.conf']
    own = ['--keystone-user', os.geteuid(), '--keystone-group', os.getegid()]
    for words in (['db_sync'], ['fernet_setup', *own], ['credential_setup', *own],
                  ['bootstrap', '--bootstrap-password', PASSWORDS['admin'],
                   '--bootstrap-username', 'admin', '--bootstrap-project-name', 'admin',
                   '--bootstrap-role-name', 'admin', '--bootstrap-service-name', 'keystone',
                   '--bootstrap-region-id', REGION, '--bootstrap-admin-url', AUTH_URL,
                   '--bootstrap-public-url', AUTH_URL, '--bootstrap-internal-url', AUTH_URL]):
        run([*manage, *words], 'db-keystone.out')


def nova():
    manage = [BIN / 'nova-manage', '--config-file', ETC / 'nova.conf']
    for words in (['api_db', 'sync'],
                  ['cell_v2', 'map_cell0', '--database_connection', db_url('nova_cell0')],
                  ['db', 'sync'],
                  ['cell_v2', 'create_cell', '--name', 'cell1', '--database_connection',
                   db_url('nova_cell1'), '--transport-url', TRANSPORT]):
        run([*manage, *words], 'db-nova.out')


def placement():
    run([BIN / 'placement-manage', '--config-file', ETC / 'placement.conf', 'db', 'sync'],
        'db-placement.out')


def glance():
    run([BIN / 'glance-manage', '--config-file', ETC / 'glance-api.conf', 'db_sync'],
        'db-glance.out')


def neutron():
    run([BIN / 'python', LIB / 'neutron_schema.py', db_url('neutron'), ETC / 'neutron.conf'],
        'db-neutron.out')


def make(sync):
    """Makes a service's databases afresh, unless it was done to the end before."""
    name = sync.__name__
    done = STATE / f'{name}.synced'
    if not done.exists():
        run(['mariadb', '--no-defaults', f'--socket={SOCKET}', '-uroot', '-e', ''.join(
            f'drop database if exists {each}; create database {each}; ' for each in NAMES[name])],
            'mariadb.out')
        sync()
        done.touch()


def make_all():
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for result in [pool.submit(make, sync)
                       for sync in (nova, keystone, neutron, glance, placement)]:
            result.result()
