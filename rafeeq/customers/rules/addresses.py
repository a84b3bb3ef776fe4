"""How an address is written so that the same one is recognised again."""

import re
from functools import lru_cache


class BadAddress(ValueError):
    """This cannot be an address of its kind."""


def normalise(kind: str, value: str, *, region: str = "SA") -> str:
    """The one form of an address that we keep and compare.

    E-mail: domain in lower-case ASCII, local part in lower case (providers do not tell them apart). Phone: E.164;
    `region` (ISO 3166) is assumed where no country code is written. Raises BadAddress.
    """
    value = value.strip()
    if kind == "email":
        return _email(value)
    if kind == "phone":
        return _phone(value, region)
    if not value or len(value) > 320:
        raise BadAddress(value)
    return value


def mailbox_of(value: str) -> str:
    """The mailbox behind a normalised e-mail address, whatever its writer put beside its name.

    `name+anything@` lands in `name@` nearly everywhere, and one large provider overlooks dots. For counting only: two
    people of one mailbox stay two addresses.
    """
    local, _at, domain = value.rpartition("@")
    local = local.partition("+")[0]
    if domain in {"gmail.com", "googlemail.com"}:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


@lru_cache(maxsize=1024)
def _email(value: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        # Real mail comes from addresses that no standard allows (two dots); what has one @ is kept as it is.
        if re.fullmatch(r"[^\s@<>\x00-\x1f]{1,64}@[^\s@<>\x00-\x1f]{1,255}", value):
            return value.lower()
        raise BadAddress(value) from None
    return f"{found.local_part}@{found.ascii_domain or found.domain}".lower()


def _phone(value: str, region: str) -> str:
    import phonenumbers  # its tables are large

    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        raise BadAddress(value) from None
    if not phonenumbers.is_possible_number(number):
        raise BadAddress(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
