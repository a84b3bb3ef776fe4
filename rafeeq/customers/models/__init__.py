"""What is kept about the people who are served."""

from rafeeq.customers.models.address import Address
from rafeeq.customers.models.consent import Consent
from rafeeq.customers.models.customer import Customer, Organisation, Tier
from rafeeq.customers.models.dealing import Dealing
from rafeeq.customers.models.document import Document
from rafeeq.customers.models.fact import Fact
from rafeeq.customers.models.importing import Import, ImportFault
from rafeeq.customers.models.merge import Merge

__all__ = [
    "Address",
    "Consent",
    "Customer",
    "Dealing",
    "Document",
    "Fact",
    "Import",
    "ImportFault",
    "Merge",
    "Organisation",
    "Tier",
]
