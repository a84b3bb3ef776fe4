"""One mail from its raw bytes."""

from __future__ import annotations

from rafeeq.channels.email.mime import automatic, envelope
from rafeeq.channels.email.mime.addresses import parse_mailboxes
from rafeeq.channels.email.mime.authentication import read_results
from rafeeq.channels.email.mime.bodies import Content, read_content
from rafeeq.channels.email.mime.bounces import read_bounce
from rafeeq.channels.email.mime.limits import Budget, Limits, Unparsable, check_raw
from rafeeq.channels.email.mime.mail import Mailbox, ParsedMail
from rafeeq.channels.email.mime.params import first, parameters
from rafeeq.channels.email.mime.tree import Node, read_tree
from rafeeq.channels.email.mime.words import decode_words, one_line

_DELIVERY = ("delivered-to", "x-original-to", "envelope-to")
_DEFAULT = Limits()


def parse(raw: bytes, *, limits: Limits = _DEFAULT) -> ParsedMail:
    """Decode a mail.

    Raises Unparsable, and nothing else, when the mail is beyond the limits or nothing can be made of it; the caller
    then shows the raw bytes.
    """
    check_raw(raw, limits)
    try:
        root = read_tree(raw)
        charset = _charset_hint(root)
        content = read_content(root, Budget(limits), charset)
        return _mail(raw, root, content, charset)
    except Unparsable:
        raise
    except RecursionError as error:
        raise Unparsable("depth", "nested too deeply") from error
    except Exception as error:  # the raw mail must reach a person whatever is wrong with it or with us
        raise Unparsable("broken", f"{type(error).__name__}: {error}"[:500]) from error


def _mail(raw: bytes, root: Node, content: Content, charset: str | None) -> ParsedMail:
    subject = one_line(decode_words(root.raw("subject"), charset))
    senders = _people(root, "from", charset)
    sender = next((box for box in senders if box.address), senders[0] if senders else None)
    return_path = envelope.read_return_path(root.raw_all("return-path"))
    text = content.text
    bounce = read_bounce(root, raw, content.report, text=text, subject=subject, sender=sender)
    message_id, date = envelope.one_message_id(root.raw("message-id")), envelope.read_date(root.raw("date"))
    return ParsedMail(
        message_id=message_id,
        in_reply_to=envelope.message_ids(root.raw_all("in-reply-to")),
        references=envelope.message_ids(root.raw_all("references")),
        subject=subject,
        sender_mailbox=sender,
        reply_to=_people(root, "reply-to", charset),
        to=_people(root, "to", charset),
        cc=_people(root, "cc", charset),
        delivered_to=envelope.addresses_in(value for name in _DELIVERY for value in root.raw_all(name)),
        return_path=return_path,
        date=date,
        trace="" if message_id or date else "\n".join(root.raw_all("received")),
        text=text,
        html=content.html,
        attachments=tuple(content.files),
        automatic=automatic.judge(root, subject, return_path, bounced=bounce is not None),
        bounce=bounce,
        authentication=read_results(root.raw_all("authentication-results")),
        size=len(raw),
        unverified_signature=content.unverified_signature,
    )


def _people(root: Node, name: str, charset: str | None) -> tuple[Mailbox, ...]:
    return tuple(box for value in root.raw_all(name) for box in parse_mailboxes(value, charset))


def _charset_hint(root: Node) -> str | None:
    """The charset of the first text part: raw bytes in headers are mostly in the same one."""
    node = root
    while children := node.children():
        node = children[0]
    return first(parameters(node.raw("content-type")), "charset") or None
