"""The cloud that is run: where it lies, which ports it takes, who is in it."""
import json
import os
import pathlib

LIB = pathlib.Path(__file__).resolve().parent
HERE = LIB.parent
ROOT = pathlib.Path(os.environ.get('KEYHAVEN_OPENSTACK') or
                    pathlib.Path(os.environ.get('XDG_CACHE_HOME') or
                                 pathlib.Path.home() / '.cache') / 'keyhaven/openstack').resolve()
VENV = ROOT / 'venv'
BIN = VENV / 'bin'
ETC = ROOT / 'etc'          # configuration
DB = ROOT / 'db'
LOG = ROOT / 'log'
RUN = ROOT / 'run'          # process ids, MariaDB's socket
STATE = ROOT / 'state'      # what the services keep in files, and how far the making of it got
APPCRED = ROOT / 'appcred.json'

OFFSET = int(os.environ.get('KEYHAVEN_OPENSTACK_PORTS', '0'))
PORT = {name: port + OFFSET for name, port in dict(
    keystone=5000, nova=8774, metadata=8775, placement=8778, glance=9292, neutron=9696, rabbitmq=5672,
    epmd=14369, rabbitmq_dist=25672).items()}
URL = {name: f'http://127.0.0.1:{PORT[name]}'
       for name in ('keystone', 'nova', 'metadata', 'placement', 'glance', 'neutron')}
AUTH_URL = URL['keystone'] + '/v3'
REGION = 'RegionOne'

SERVICE_PW = 'service-pw'
SERVICES = ('nova', 'placement', 'glance', 'neutron')
USERS = ('admin', 'alice', 'bob', 'carol', 'dave', 'erin')
# With this Neutron's proxy signs what servers ask the metadata service.
METADATA_SECRET = 'metadata-pw'
# Of erin's one-time codes, in base32.
TOTP_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
PASSWORDS = {**{user: f'{user}-pw' for user in USERS}, **dict.fromkeys(SERVICES, SERVICE_PW)}
CATALOG = [
    ['nova', 'compute', 'OpenStack Compute', URL['nova'] + '/v2.1'],
    ['placement', 'placement', 'OpenStack Placement', URL['placement']],
    ['glance', 'image', 'OpenStack Image', URL['glance']],
    ['neutron', 'network', 'OpenStack Networking', URL['neutron']],
]
# The order in which they are stopped.
PROCESSES = ('nova-compute', 'nova-scheduler', 'nova-conductor', 'nova', 'metadata', 'neutron', 'glance',
             'placement', 'keystone', 'rabbitmq', 'mariadb', 'epmd')


def write_for_programs():
    """state.json and clouds.yaml: what tests and clients need to know."""
    try:
        appcred = json.loads(APPCRED.read_text())
    except OSError:
        appcred = None
    (ROOT / 'state.json').write_text(json.dumps({
        'auth_url': AUTH_URL, 'region': REGION, 'urls': URL, 'catalog': CATALOG,
        'passwords': PASSWORDS, 'totp_secret': TOTP_SECRET, 'metadata_secret': METADATA_SECRET, 'application_credential': appcred,
        'appcred_file': str(APPCRED)}, indent=1))
    clouds = {name: {
        'auth': {'auth_url': AUTH_URL, 'username': user, 'password': PASSWORDS[user],
                 'project_name': project, 'user_domain_name': 'Default',
                 'project_domain_name': 'Default'},
        'region_name': REGION, 'identity_api_version': 3,
    } for name, user, project in (
        ('admin', 'admin', 'admin'), ('alice', 'alice', 'demo'), ('alice-other', 'alice', 'other'),
        ('bob', 'bob', 'demo'), ('carol', 'carol', 'demo'))}
    # JSON is YAML.
    (ROOT / 'clouds.yaml').write_text(json.dumps({'clouds': clouds}, indent=1))
