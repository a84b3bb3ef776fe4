"""Addresses of the inbox: nouns, and verbs become resources."""

from django.urls import path

from rafeeq.inbox.views import (
    drafts,
    facts,
    files,
    hands,
    lists,
    macros,
    new,
    notices,
    outcome,
    said,
    ticket,
    uploads,
)

app_name = "inbox"

urlpatterns = [
    path("", lists.tickets, name="list"),
    path("column/", lists.column, name="column"),
    path("new/", new.new, name="new"),
    path("<int:number>/", ticket.ticket, name="ticket"),
    path("<int:number>/replies/", said.replies, name="replies"),
    path("<int:number>/notes/", said.notes, name="notes"),
    path("<int:number>/log/", said.log, name="log"),
    path("<int:number>/messages/<int:pk>/withdrawal/", said.withdrawal, name="withdrawal"),
    path("<int:number>/drafts/<slug:kind>/", drafts.draft, name="draft"),
    path("<int:number>/uploads/", uploads.begin, name="uploads"),
    path("<int:number>/uploads/<slug:key>/", uploads.upload, name="upload"),
    path("<int:number>/uploads/<slug:key>/removal/", uploads.removal, name="upload_removal"),
    path("<int:number>/uploads/<slug:key>/picture/", uploads.picture, name="upload_picture"),
    path("<int:number>/macros/", macros.macros, name="macros"),
    path("<int:number>/macros/<int:pk>/", macros.insert, name="macro"),
    path("<int:number>/colleagues/", macros.colleagues, name="colleagues"),
    path("notices/", notices.notices, name="notices"),
    path("notices/bell/", notices.bell, name="notices_bell"),
    path("notices/read/", notices.read_all, name="notices_read"),
    path("notices/mail/", notices.mail, name="notices_mail"),
    path("notices/<int:pk>/", notices.read, name="notice"),
    path("<int:number>/resolution/", outcome.resolution, name="resolution"),
    path("<int:number>/verdict/", outcome.verdict, name="verdict"),
    path("<int:number>/decision/", outcome.decision, name="decision"),
    path("<int:number>/settlement/", outcome.settlement, name="settlement"),
    path("<int:number>/assignment/", hands.assignment, name="assignment"),
    path("<int:number>/hand-over/", hands.hand_over, name="hand_over"),
    path("<int:number>/hand-over/acceptance/", hands.acceptance, name="acceptance"),
    path("<int:number>/kind/", facts.kind, name="kind"),
    path("<int:number>/reason/", facts.reason, name="reason"),
    path("<int:number>/priority/", facts.priority, name="priority"),
    path("<int:number>/tags/", facts.tags, name="tags"),
    path("<int:number>/attachments/<int:pk>/", files.attachment, name="attachment"),
    path("<int:number>/messages/<int:pk>/html/", files.message_html, name="message_html"),
]
