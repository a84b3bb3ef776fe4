"""What this app's tables hold of customers: nothing."""

from collections.abc import Mapping

from rafeeq.system.personal import Declaration, Impersonal

PERSONAL: Mapping[str, Declaration] = {
    "ApiToken": Impersonal("keys of people of ours"),
    "Webhook": Impersonal("addresses of the company's own systems"),
    "WebhookDelivery": Impersonal("which event was told where; what is told is written when it leaves and not kept"),
}
