"""An article beside the acknowledgement of a mail: only what everybody may read, only where it answers for certain.

No clock hears of it, the ticket goes its way to a person, and only the customer says what it was worth. A mail is
compared by its letters alone: it is taken in with others in one transaction, for which nobody should wait longer.
"""

from rafeeq.flows.citing import Citation, cited, spellings
from rafeeq.flows.incoming import IncomingMessage
from rafeeq.knowledge.actions import answers as actions
from rafeeq.knowledge.models import Asked
from rafeeq.knowledge.queries.answers import barred, reply
from rafeeq.knowledge.queries.meant import letters_alone
from rafeeq.lib import questions
from rafeeq.lib.arabic.dialects import hint
from rafeeq.tickets.models import Kind, Ticket

LONGEST = 1200  # letters of a mail that can be one question


@letters_alone()
def suggested(incoming: IncomingMessage, ticket: Ticket) -> Citation | None:
    """The article that answers this mail, written down as given; None where the mailbox does not want it."""
    asked = f"{incoming.subject}\n{incoming.text}".strip()
    if not incoming.suggests or len(asked) > LONGEST or ticket.kind == Kind.COMPLAINT:
        return None
    if barred(asked, spellings(asked)):
        return None
    several = [one for one in questions.split(incoming.text) if one.kind == "question"]
    if len(several) > 1:
        return None
    found = reply(several[0].text if several else asked, language=incoming.language)
    if not found.quotes:
        return None
    first = found.quotes[0]
    source = cited(first.edition, first.text)
    row = actions.write_down(
        asked,
        kind=Asked.Kind.ANSWERED,
        language=incoming.language,
        dialect=hint(asked) or "",
        channel=incoming.channel,
        customer=ticket.customer,
        earlier=None,
        confidence=found.sure,
        version=first.edition.current,
        shown=[{"article": source.article, "title": source.title, "quote": source.quote}],
    )
    actions.went_to(row, ticket)
    return source
