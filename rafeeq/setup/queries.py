"""What the settings pages ask, and what the company looks like."""

from django.urls import reverse

from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.system.rules import fingerprint
from rafeeq.ui.company import Company


def company() -> Company:
    """The company as pages and mails show it; costs no query. The addresses change when the look does."""
    logo, accent = preference(preferences.LOGO), preference(preferences.ACCENT)
    return Company(
        name_ar=preference(preferences.COMPANY_NAME_AR),
        name_en=preference(preferences.COMPANY_NAME_EN),
        logo=f"{reverse('brand:logo')}?v={fingerprint(logo['stored'])}" if logo else "",
        style=f"{reverse('brand:style')}?v={accent[1:]}" if accent else "",
    )
