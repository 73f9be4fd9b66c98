"""Puts users, images, flavors and networks into the running services; safe to run again.

Usage: seed.py STATE.json STEP...
"""
import json
import os
import sys
import time

import openstack
from openstack import exceptions as exc

S = json.load(open(sys.argv[1]))
AUTH = S['auth_url']


def connect(user, password, project='demo', **kw):
    return openstack.connection.Connection(
        auth=dict(auth_url=AUTH, username=user, password=password, project_name=project,
                  user_domain_name='Default', project_domain_name='Default'),
        region_name=S['region'], identity_api_version='3', **kw)


admin = connect('admin', S['passwords']['admin'], 'admin')
ident = admin.identity
domain = 'default'


def one(found, make):
    return found if found is not None else make()


def identity():
    service_p = one(ident.find_project('service', domain_id=domain),
                    lambda: ident.create_project(name='service', domain_id=domain))
    demo = one(ident.find_project('demo', domain_id=domain),
               lambda: ident.create_project(name='demo', domain_id=domain,
                                            description='Project of alice, bob and carol'))
    other = one(ident.find_project('other', domain_id=domain),
                lambda: ident.create_project(name='other', domain_id=domain,
                                             description='A second project of alice'))
    roles = {n: ident.find_role(n) for n in ('admin', 'member', 'reader', 'service')}
    users = {}

    def user(name, project, *names):
        u = ident.find_user(name, domain_id=domain)
        if u is None:
            u = ident.create_user(name=name, domain_id=domain, password=S['passwords'][name],
                                  default_project_id=project.id, email=f'{name}@example.test')
        for r in names:
            ident.assign_project_role_to_user(project, u, roles[r])
        users[name] = u

    for svc in ('nova', 'placement', 'glance', 'neutron'):
        user(svc, service_p, 'admin', 'service')
    user('alice', demo, 'member')
    ident.assign_project_role_to_user(other, users['alice'], roles['member'])
    user('bob', demo, 'member')
    user('carol', demo, 'reader')
    user('dave', demo)                       # a user with no role anywhere
    user('erin', demo, 'member')
    one_time_codes(users['erin'])
    ident.assign_project_role_to_user(demo, ident.find_user('admin', domain_id=domain),
                                      roles['admin'])

    for name, kind, desc, url in S['catalog']:
        s = one(ident.find_service(name),
                lambda: ident.create_service(name=name, type=kind, description=desc))
        have = {e.interface: e for e in ident.endpoints(service_id=s.id)}
        for iface in ('public', 'internal', 'admin'):
            if iface not in have:
                ident.create_endpoint(service_id=s.id, interface=iface, url=url,
                                      region_id=S['region'])
            elif have[iface].url != url:
                ident.update_endpoint(have[iface].id, url=url)


def one_time_codes(user):
    """From now on the password is not enough for this user."""
    if not list(ident.credentials(user_id=user.id, type='totp')):
        ident.create_credential(user_id=user.id, type='totp', blob=S['totp_secret'])
    ident.update_user(user, options={'multi_factor_auth_enabled': True,
                                     'multi_factor_auth_rules': [['password', 'totp']]})


def application_credential():
    """An application credential of alice's, made by alice; its secret is kept beside the config."""
    path = S['appcred_file']
    alice = connect('alice', S['passwords']['alice'])
    uid = alice.current_user_id
    found = [c for c in alice.identity.application_credentials(user=uid)
             if c.name == 'browser-app']
    if found and os.path.exists(path):
        return
    for c in found:
        alice.identity.delete_application_credential(uid, c)
    c = alice.identity.create_application_credential(
        user=uid, name='browser-app', description='For signing in without a password')
    with open(path, 'w') as f:
        json.dump({'id': c.id, 'name': c.name, 'secret': c.secret}, f)


IMAGES = (
    # name, MiB, GiB of disk, MiB of memory, properties
    ('cirros-like', 1, 1, 64, {'os_distro': 'cirros'}),
    ('debian-12-like', 2, 2, 512, {'os_distro': 'debian', 'os_admin_user': 'debian'}),
    ('ubuntu-24.04-like', 8, 8, 1024,
     {'os_type': 'linux', 'os_distro': 'ubuntu', 'os_version': '24.04'}),
    ('windows-2022-like', 64, 20, 2048,
     {'os_type': 'windows', 'os_distro': 'windows', 'os_admin_user': 'Admin'}),
    ('withdrawn', 2, 2, 512, {'os_distro': 'centos'}),
    ('debian-11-old', 2, 2, 512, {'os_distro': 'debian', 'os_hidden': True}),
    ('alice-golden', 6, 2, 512,
     {'os_distro': 'debian', 'os_version': '12', 'visibility': 'private'}),
    ('still-uploading', 0, 0, 0, {}),
)


def images():
    im = admin.image
    demo = ident.find_project('demo', domain_id=domain)
    have = {i.name for i in im.images()} | {i.name for i in im.images(os_hidden=True)}
    for name, mib, disk, ram, props in IMAGES:
        if name in have:
            continue
        image = {'name': name, 'disk_format': 'raw', 'container_format': 'bare',
                 'visibility': 'public', 'min_disk': disk, 'min_ram': ram, **props}
        if image['visibility'] == 'private':
            image['owner'] = demo.id
        # By the plain API: the SDK adds properties of its own.
        made = im.post('/images', json=image).json()
        if mib:
            im.put(f'/images/{made["id"]}/file', data=bytes(mib * 1024 * 1024),
                   headers={'Content-Type': 'application/octet-stream'})
        if name == 'withdrawn':
            im.deactivate_image(made['id'])


def flavors():
    c = admin.compute
    have = {f.name for f in c.flavors()}
    for flavor_id, name, vcpus, ram, disk in (
            ('42', 'm1.nano', 1, 64, 1), ('1', 'm1.tiny', 1, 512, 1),
            ('2', 'm1.small', 1, 2048, 20), ('3', 'm1.medium', 2, 4096, 40),
            ('50', 'm1.volume', 1, 1024, 0)):
        if name not in have:
            c.create_flavor(name=name, vcpus=vcpus, ram=ram, disk=disk, id=flavor_id)


def default_rules():
    """What a project's group `default` lets through; Neutron's migrations would have put it there."""
    n = admin.network
    if list(n.default_security_group_rules()):
        return
    for family in ('IPv4', 'IPv6'):
        n.create_default_security_group_rule(
            direction='egress', ether_type=family, used_in_default_sg=True,
            used_in_non_default_sg=True)
        n.create_default_security_group_rule(
            direction='ingress', ether_type=family, remote_group_id='PARENT',
            used_in_default_sg=True, used_in_non_default_sg=False)
    # The groups that were there before have no rules, and are made anew when they are asked for.
    for group in n.security_groups(name='default'):
        n.delete_security_group(group)


def networks():
    n = admin.network
    demo = ident.find_project('demo', domain_id=domain)
    own = {'project_id': demo.id}
    for name, cidr, kw in (('private', '10.0.0.0/24', own),
                           ('shared', '192.168.233.0/24', {'is_shared': True}),
                           ('public', '172.24.4.0/24', {'is_router_external': True})):
        net = one(n.find_network(name), lambda: n.create_network(name=name, **kw))
        if n.find_subnet(f'{name}-subnet') is None:
            n.create_subnet(name=f'{name}-subnet', network_id=net.id, ip_version=4, cidr=cidr,
                            is_dhcp_enabled=name != 'public',
                            **(own if kw is own else {}))
    if n.find_router('router1') is None:
        r = n.create_router(name='router1', external_gateway_info={
            'network_id': n.find_network('public').id}, **own)
        n.add_interface_to_router(r, subnet_id=n.find_subnet('private-subnet').id)


def warm_up():
    """The first call to each service is slow, and Neutron's first list of ports fails once."""
    for call in (admin.network.networks, admin.network.ports, admin.image.images,
                 admin.compute.servers, admin.compute.flavors):
        wait_for(call.__name__, lambda: list(call()) is not None, 30)


def wait_for(what, check, seconds=90):
    end = time.time() + seconds
    while time.time() < end:
        try:
            if check():
                return
        except exc.SDKException:
            pass
        time.sleep(0.5)
    raise SystemExit(f'{what} did not come up')


def wait_provider():
    """nova-compute has written its compute node and told Placement of it."""
    wait_for('nova-compute', lambda: any(
        p.name == 'compute1' for p in admin.placement.resource_providers()))


def wait_compute():
    wait_for('nova-compute', lambda: any(
        s.binary == 'nova-compute' and s.state == 'up' for s in admin.compute.services()))


if __name__ == '__main__':
    for step in sys.argv[2:]:
        globals()[step]()
