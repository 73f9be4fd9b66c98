"""The services' configuration files. CORS is on for every origin; the rest is as close to a stock
cloud as loopback allows."""
import shutil

from cloud import (AUTH_URL, ETC, LOG, METADATA_SECRET, PORT, REGION, RUN, SERVICE_PW, STATE, URL, VENV,
                   write_for_programs)

RABBIT_USER, RABBIT_PW = 'openstack', 'rabbit-pw'
TRANSPORT = f'rabbit://{RABBIT_USER}:{RABBIT_PW}@127.0.0.1:{PORT["rabbitmq"]}/'

CORS = """
[cors]
allowed_origin = *
allow_credentials = false
allow_methods = GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS
allow_headers = X-Auth-Token,X-Subject-Token,Openstack-Auth-Receipt,OpenStack-API-Version,X-OpenStack-Nova-API-Version,X-OpenStack-Request-ID,Content-Type,Accept
expose_headers = X-Subject-Token,OpenStack-API-Version,X-OpenStack-Nova-API-Version,X-OpenStack-Request-ID,X-Compute-Request-ID,Location,Openstack-Auth-Receipt,Retry-After,WWW-Authenticate
max_age = 600
"""

RABBIT = """
[oslo_messaging_rabbit]
heartbeat_timeout_threshold = 0
rabbit_quorum_queue = false
"""


def auth(user):
    return f"""auth_url = {AUTH_URL}
auth_type = password
username = {user}
password = {SERVICE_PW}
project_name = service
user_domain_name = Default
project_domain_name = Default
region_name = {REGION}"""


def authtoken(user):
    # Without a cache of tokens, so that one that is revoked is refused at once.
    return f"""
[keystone_authtoken]
token_cache_time = -1
www_authenticate_uri = {URL['keystone']}
{auth(user)}
service_token_roles = service
service_token_roles_required = true
"""


def db_url(name):
    return f'mysql+pymysql://root@localhost/{name}?unix_socket={RUN}/mariadb.sock'


def database(name, group='database'):
    return f"""
[{group}]
connection = {db_url(name)}
max_pool_size = 5
"""


def nova(databases):
    return f"""[DEFAULT]
log_file = {LOG}/nova.log
state_path = {STATE}/nova
instances_path = {STATE}/nova/instances
host = compute1
my_ip = 127.0.0.1
transport_url = {TRANSPORT}
compute_driver = fake.FakeDriverWithoutFakeNodes
concurrency_backend = threading
resume_guests_state_on_host_boot = true
vif_plugging_is_fatal = false
vif_plugging_timeout = 0
report_interval = 10
service_down_time = 60
sync_power_state_interval = -1
[conductor]
workers = 1
[scheduler]
workers = 1
[wsgi]
api_paste_config = {VENV}/etc/nova/api-paste.ini
[oslo_concurrency]
lock_path = {STATE}/locks
[vnc]
enabled = false
[placement]
{auth('placement')}
[service_user]
send_service_user_token = true
{auth('nova')}
[neutron]
service_metadata_proxy = true
metadata_proxy_shared_secret = {METADATA_SECRET}
{auth('neutron')}
[glance]
region_name = {REGION}
{databases}{authtoken('nova')}{RABBIT}{CORS}"""


def files():
    return {
        'keystone.conf': f"""[DEFAULT]
log_file = {LOG}/keystone.log
{database('keystone')}
[auth]
methods = password,token,totp,application_credential
[token]
provider = fernet
expiration = 3600
[fernet_tokens]
key_repository = {STATE}/fernet-keys
[credential]
key_repository = {STATE}/credential-keys
[identity]
# The passwords are public, and a sign-in is much quicker so.
password_hash_rounds = 4
[cache]
# Pickled, as a cache outside the process has it: the plain one hands the same objects to all threads, which change them.
enabled = true
backend = dogpile.cache.memory_pickle
{CORS}""",
        'placement.conf': f"""[DEFAULT]
log_file = {LOG}/placement.log
[api]
auth_strategy = keystone
{database('placement', 'placement_database')}{authtoken('placement')}{CORS}""",
        'glance-api.conf': f"""[DEFAULT]
log_file = {LOG}/glance.log
enabled_backends = local:file
worker_self_reference_url = {URL['glance']}
enabled_import_methods = []
[glance_store]
default_backend = local
[local]
filesystem_store_datadir = {STATE}/images
[os_glance_staging_store]
filesystem_store_datadir = {STATE}/staging
[os_glance_tasks_store]
filesystem_store_datadir = {STATE}/tasks
[paste_deploy]
flavor = keystone
config_file = {VENV}/etc/glance/glance-api-paste.ini
[oslo_concurrency]
lock_path = {STATE}/locks
{database('glance')}{authtoken('glance')}{CORS}""",
        'neutron.conf': f"""[DEFAULT]
log_file = {LOG}/neutron.log
state_path = {STATE}/neutron
core_plugin = ml2
service_plugins = router,port_forwarding
transport_url = {TRANSPORT}
api_paste_config = {VENV}/etc/neutron/api-paste.ini
auth_strategy = keystone
dhcp_agent_notification = false
dns_domain = example.test.
[ml2]
type_drivers = local,flat
tenant_network_types = local
mechanism_drivers = local
extension_drivers = port_security
[securitygroup]
enable_security_group = true
[nova]
{auth('nova')}
[oslo_concurrency]
lock_path = {STATE}/locks
{database('neutron')}{authtoken('neutron')}{RABBIT}{CORS}""",
        'nova.conf': nova(database('nova_api', 'api_database') + database('nova_cell1')),
        # nova-compute must not know the databases: it reaches them through nova-conductor.
        'nova-compute.conf': nova(''),
        'rabbitmq.conf': f"""listeners.tcp.1 = 127.0.0.1:{PORT['rabbitmq']}
default_user = {RABBIT_USER}
default_pass = {RABBIT_PW}
loopback_users = none
num_acceptors.tcp = 2
log.console = false
log.file.level = warning
""",
    }


def write():
    for name, text in files().items():
        file = ETC / name
        file.touch(mode=0o600)
        file.write_text(text)
    for folder in ('fernet-keys', 'credential-keys', 'images', 'staging', 'tasks', 'locks',
                   'neutron', 'nova/instances', 'rabbitmq'):
        (STATE / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    # Nova's WSGI entry point wants this file beside nova.conf.
    shutil.copy(VENV / 'etc/nova/api-paste.ini', ETC / 'api-paste.ini')
    write_for_programs()
