"""The courtesy rules of this company."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from rafeeq.setup.forms.courtesy import CourtesyForm
from rafeeq.setup.views.arranging import arranged
from rafeeq.staff.doors import StaffRequest, for_managers


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def courtesy(request: StaffRequest) -> HttpResponse:
    """Which rules remark on replies, and phrases of the company's own."""
    form = CourtesyForm(request.POST if request.method == "POST" else None)
    return arranged(request, "setup/courtesy.html", form, done="settings:courtesy")
