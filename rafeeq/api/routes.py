"""All calls of the API in one place, in the order in which people read about them."""

from rafeeq.api.door import make
from rafeeq.api.views import (
    customers,
    finding,
    knowledge,
    ledger,
    measures,
    procedures,
    promises,
    remedies,
    talk,
    tickets,
)

api = make()
for noun in (tickets, talk, ledger, procedures, promises, remedies, customers, finding, measures, knowledge):
    api.add_router("", noun.router)
