"""What is asked about customers. Who may see one is told by `tickets.queries.visible_customers`."""

from rafeeq.customers.queries.imports import faults_of, import_of, imports_page
from rafeeq.customers.queries.likeness import likely_same
from rafeeq.customers.queries.reading import (
    address_for,
    branches,
    by_address,
    customer,
    described,
    home_region,
    named,
    names_of,
    own_address,
    page_of,
    pairs_named,
    searched,
)
from rafeeq.customers.queries.record import (
    asked_again,
    consents_of,
    dealings_of,
    documents_of,
    facts_of,
    given_already,
    has_consent,
    merges_of,
)

__all__ = [
    "address_for",
    "asked_again",
    "branches",
    "by_address",
    "consents_of",
    "customer",
    "dealings_of",
    "described",
    "documents_of",
    "facts_of",
    "faults_of",
    "given_already",
    "has_consent",
    "home_region",
    "import_of",
    "imports_page",
    "likely_same",
    "merges_of",
    "named",
    "names_of",
    "own_address",
    "page_of",
    "pairs_named",
    "searched",
]
