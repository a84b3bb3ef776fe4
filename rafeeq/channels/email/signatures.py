"""What stands under a reply: the mailbox's own signature, else the team's, else everybody's, in the mail's language."""

from rafeeq.channels.models import Account
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.tickets.models import Delivery
from rafeeq.ui import company

# Filled in by plain replacement: whatever else stands in braces stays as it was written.
PLACEHOLDERS = ("{agent}", "{team}", "{company}")


def under(delivery: Delivery) -> str:
    """The signature for this reply, filled in; empty when there is none. Automatic notices have none."""
    said = delivery.message
    if said is None:
        return ""
    words = _chosen(delivery)
    if not words:
        return ""
    values = {
        "{agent}": said.user.name if said.user else "",
        "{team}": delivery.ticket.team.name,
        "{company}": company.current().name,
    }
    for place, value in values.items():
        words = words.replace(place, value)
    return words.strip()


def _chosen(delivery: Delivery) -> str:
    language = "en" if delivery.language == "en" else "ar"
    account = Account.objects.filter(name=delivery.account).first() if delivery.account else None
    own = account.options.get("signatures", {}).get(language, "") if account else ""
    team = preference(preferences.TEAM_SIGNATURES).get(str(delivery.ticket.team_id), {}).get(language, "")
    everybodys = preferences.SIGNATURE_EN if language == "en" else preferences.SIGNATURE_AR
    return own or team or preference(everybodys)
