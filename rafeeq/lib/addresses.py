"""Which network addresses an outgoing request may go to: public ones, and what whoever runs the machine has named."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*\Z")


def _networks(*written: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(one) for one in written)


# Written out instead of `is_global`: that one changes between Python's versions, and passes some of these.
NEVER = _networks(  # nobody means these as the place of a server: refused even for a host that was named
    "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32", "192.0.0.192/32",
    "100.100.100.200/32", "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128", "fd20:ce::254/128",
)  # fmt: skip
NOT_PUBLIC = _networks(
    "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
    "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "2001::/23", "2001:db8::/32", "3fff::/20",
)  # fmt: skip
PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
COMPATIBLE = ipaddress.IPv6Network("::/96")  # as older addresses were once written within newer ones
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64: the last four bytes are an older address


@dataclass(frozen=True)
class Allowed:
    """What may be reached although it is not public: networks, and hosts by their names."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, written: Iterable[str]) -> "Allowed":
        """From entries such as `10.20.0.0/16`, `127.0.0.1` and `hooks.example.internal`; ValueError for others."""
        networks, hosts = [], set()
        for one in written:
            try:
                networks.append(ipaddress.ip_network(one))
            except ValueError:
                host = one.lower().rstrip(".")
                if HOST.match(host) is None or numeric(host):
                    raise ValueError(f"“{one}” is neither a network such as 10.20.0.0/16 nor a host's name") from None
                hosts.add(host)
        return cls(tuple(networks), frozenset(hosts))

    def names(self, host: str) -> bool:
        """Whether this host, a name or a numeric address, was named."""
        try:
            place = ipaddress.ip_address(host)
        except ValueError:
            return host in self.hosts
        return any(place in one for one in self.networks if one.version == place.version)


NOTHING = Allowed()


def may_be_reached(address: str, host: str = "", allowed: Allowed = NOTHING) -> bool:
    """Whether this numeric address, that the `host` was resolved to, may be talked to."""
    try:
        place = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(place, IPv6Address) and place.scope_id is not None:
        return False
    place = _inside(place)
    if any(place in one for one in allowed.networks if one.version == place.version):
        return True
    wrapped = _wrapped(place)
    if _lies_in(place, NEVER) or (wrapped is not None and _lies_in(wrapped, NEVER)):
        return False
    return _is_public(place) or host.lower().rstrip(".") in allowed.hosts


def numeric(host: str) -> bool:
    """Whether a host is an IPv4 address in any spelling: 127.0.0.1, 127.1, 2130706433, 0x7f.1, 0177.0.0.1."""
    last = host.rstrip(".").rpartition(".")[2].lower()
    return last.isdecimal() or re.fullmatch(r"0x[0-9a-f]*", last) is not None


def _inside(place: Address) -> Address:
    """The older address that a newer one only wraps."""
    if isinstance(place, IPv4Address):
        return place
    if place.ipv4_mapped is not None:
        return place.ipv4_mapped
    if place in TRANSLATED or (place in COMPATIBLE and int(place) > 0xFFFFFF):  # :: and ::1 are what they are
        return IPv4Address(int(place) & 0xFFFFFFFF)
    return place


def _wrapped(place: Address) -> IPv4Address | None:
    """The older address that 6to4 carries in its second and third group, ISATAP in its last two."""
    if isinstance(place, IPv4Address):
        return None
    return place.sixtofour or (IPv4Address(int(place) & 0xFFFFFFFF) if _is_isatap(place) else None)


def _is_public(place: Address) -> bool:
    if _lies_in(place, NOT_PUBLIC):
        return False
    if isinstance(place, IPv6Address):
        wrapped = _wrapped(place)
        return place in PUBLIC_6 and (wrapped is None or may_be_reached(str(wrapped)))
    return True


def _is_isatap(place: IPv6Address) -> bool:
    return (int(place) >> 32) & 0xFCFFFFFF == 0x00005EFE


def _lies_in(place: Address, networks: tuple[Network, ...]) -> bool:
    return any(place in one for one in networks if one.version == place.version)
