"""What this app's tables hold of customers."""

from collections.abc import Mapping

from rafeeq.system.personal import Declaration, Personal

PERSONAL: Mapping[str, Declaration] = {
    "Visit": Personal(owners=("address__customer",), free=("key_hash",), delete=True),
}
