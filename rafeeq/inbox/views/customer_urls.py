"""Addresses of the pages about customers, below /inbox/customers/."""

from django.urls import path

from rafeeq.inbox.views import customer_changes as changes
from rafeeq.inbox.views import customer_rights as rights
from rafeeq.inbox.views import customers, imports

urlpatterns = [
    path("", customers.customers, name="customers"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.one, name="import"),
    path("imports/<int:pk>/running/", imports.running, name="import_running"),
    path("imports/<int:pk>/stopping/", imports.stopping, name="import_stopping"),
    path("imports/<int:pk>/resuming/", imports.resuming, name="import_resuming"),
    path("imports/<int:pk>/faults.csv", imports.faults, name="import_faults"),
    path("<int:pk>/", customers.customer, name="customer"),
    path("<int:pk>/details/", changes.details, name="customer_details"),
    path("<int:pk>/preferences/", changes.preferences, name="customer_preferences"),
    path("<int:pk>/addresses/", changes.new_address, name="customer_addresses"),
    path("<int:pk>/addresses/<int:address>/primary/", changes.primary, name="customer_primary"),
    path("<int:pk>/addresses/<int:address>/proof/", changes.proof, name="customer_proof"),
    path("<int:pk>/addresses/<int:address>/removal/", changes.address_removal, name="customer_address_removal"),
    path("<int:pk>/consents/", changes.consents, name="customer_consents"),
    path("<int:pk>/facts/", changes.facts, name="customer_facts"),
    path("<int:pk>/facts/<int:fact>/removal/", changes.fact_removal, name="customer_fact_removal"),
    path("<int:pk>/documents/", changes.documents, name="customer_documents"),
    path("<int:pk>/documents/<int:document>/receipt/", changes.receipt, name="customer_receipt"),
    path("<int:pk>/merges/", rights.merges, name="customer_merges"),
    path("<int:pk>/merges/<int:merge>/undoing/", rights.merge_undoing, name="customer_merge_undoing"),
    path("<int:pk>/hold/", rights.holding, name="customer_holding"),
    path("<int:pk>/export/", rights.export, name="customer_export"),
    path("<int:pk>/erasure/", rights.erasure, name="customer_erasure"),
]
