"""The rooms of the settings. Their names begin with `settings:`, for that is what people call the place."""

from django.urls import path

from rafeeq.setup.views import (
    authority,
    brand,
    company,
    macros,
    overview,
    record,
    recounting,
    routes,
    sorting,
    start,
    texts,
    time_rules,
)

app_name = "settings"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("start/", start.start, name="start"),
    path("company/", company.company, name="company"),
    path("company/logo/", company.logo, name="logo"),
    path("languages/", company.languages, name="languages"),
    path("help-centre/", company.help_centre, name="help_centre"),
    path("kinds/", company.kinds, name="kinds"),
    path("audit/", record.audit, name="audit"),
    path("audit/file/", record.audit_file, name="audit_file"),
    path("hours/recounting/", recounting.recounting, name="recounting"),
    path("retention/", company.retention, name="retention"),
    path("authority/", authority.limits, name="authority"),
    path("authority/hours/", authority.hours, name="approval_hours"),
    path("authority/preset/", authority.preset, name="authority_preset"),
    path("authority/<int:pk>/removal/", authority.remove, name="remove_limit"),
    path("signatures/", texts.signatures, name="signatures"),
    path("signatures/<int:pk>/", texts.team_signature, name="team_signature"),
    path("mail-texts/", texts.mail_texts, name="mail_texts"),
    path("macros/", macros.macros, name="macros"),
    path("macros/new/", macros.new_macro, name="new_macro"),
    path("macros/<int:pk>/", macros.macro, name="macro"),
    path("macros/<int:pk>/removal/", macros.remove_macro, name="remove_macro"),
    path("reasons/", sorting.reasons, name="reasons"),
    path("reasons/new/", sorting.new_reason, name="new_reason"),
    path("reasons/<int:pk>/", sorting.reason, name="reason"),
    path("routes/", routes.routes, name="routes"),
    path("routes/new/", routes.new_route, name="new_route"),
    path("routes/trial/", routes.trial, name="route_trial"),
    path("routes/past/", routes.past, name="route_past"),
    path("routes/<int:pk>/", routes.route, name="route"),
    path("routes/<int:pk>/place/", routes.move_route, name="move_route"),
    path("routes/<int:pk>/removal/", routes.remove_route, name="remove_route"),
    path("tags/", sorting.tags, name="tags"),
    path("tags/<int:pk>/", sorting.tag, name="tag"),
    path("tags/<int:pk>/removal/", sorting.remove_tag, name="remove_tag"),
    path("time-rules/", time_rules.rules, name="time_rules"),
    path("time-rules/new/", time_rules.new_rule, name="new_time_rule"),
    path("time-rules/presets/<str:key>/", time_rules.adopt, name="adopt_time_rule"),
    path("time-rules/<int:pk>/", time_rules.rule, name="time_rule"),
    path("time-rules/<int:pk>/place/", time_rules.move, name="move_time_rule"),
    path("time-rules/<int:pk>/end/", time_rules.end, name="end_time_rule"),
]

# What everybody may see, at /brand/.
brand_urlpatterns = [
    path("logo", brand.logo, name="logo"),
    path("colours.css", brand.style, name="style"),
]
