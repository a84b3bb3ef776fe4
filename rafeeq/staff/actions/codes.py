"""Use up a code of the telephone: RFC 6238 lets each count once, and it holds for a minute and a half here."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

LAST = "last_step"  # of the codes that were used: no earlier one counts any more


def use_up(telephone: Authenticator, code: str) -> bool:
    """Note that this code, which is right, was used; False where it, or a later one, was used before.

    Kept with the telephone's secret, so that it holds in every process. (The library forgets after thirty seconds.)
    """
    with transaction.atomic():
        held = Authenticator.objects.select_for_update().get(pk=telephone.pk)
        secret = decrypt(held.data["secret"])
        steps = (
            one
            for one in yield_hotp_counters_from_time()
            if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, one)))
        )
        step = next(steps, None)
        if step is None or step <= held.data.get(LAST, 0):
            return False
        held.data[LAST] = step
        held.save(update_fields=["data"])
    return True
