"""Verbs about the words that tickets are sorted by: reasons and tags. Each is audited; no timeline is touched, for what
happened in a matter stays as it happened."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rafeeq.staff.models import User
from rafeeq.system.actions import audit
from rafeeq.system.rules import fingerprint
from rafeeq.tickets.models import Reason, Tag, Ticket

DEEPEST = 4  # levels of reasons: more than a person can choose from at a glance


def told(reason: Reason) -> dict[str, Any]:
    """A reason as the record of changes tells it."""
    return {
        "name": reason.name,
        "description": reason.description,
        "parent": reason.parent.name if reason.parent else "",
        "is_active": reason.is_active,
    }


def mark(reason: Reason) -> str:
    """A short mark of a reason, to see whether somebody changed it since."""
    return fingerprint(told(reason))


def save_reason(
    reason: Reason | None,
    *,
    name: str,
    description: str,
    parent: Reason | None,
    is_active: bool,
    by: User,
    seen: str = "",
) -> Reason:
    """Make a reason, or change one that looks as `seen` says. Raises ValidationError with the field's name as code."""
    with transaction.atomic():
        before = None
        if reason is not None:
            reason = Reason.objects.select_for_update(of=("self",)).select_related("parent").get(pk=reason.pk)
            before = told(reason)
            if seen and mark(reason) != seen:
                raise ValidationError(_("Somebody else has changed this reason meanwhile."), code="changed")
        _check(reason, name, parent)
        row = reason or Reason()
        row.name, row.description, row.parent, row.is_active = name, description, parent, is_active
        if before == told(row):
            return row
        row.save()
        what = "reason.changed" if reason else "reason.made"
        audit(by=by, what=what, target=f"{row.pk} {row.name}", before=before, after=told(row))
    return row


def _check(reason: Reason | None, name: str, parent: Reason | None) -> None:
    same = Reason.objects.filter(name=name, parent=parent)
    if reason is not None:
        same = same.exclude(pk=reason.pk)
    if same.exists():
        raise ValidationError(_("There is a reason of this name here already."), code="name")
    above, level = parent, 1
    while above is not None:
        if reason is not None and above.pk == reason.pk:
            raise ValidationError(_("A reason cannot be a part of itself."), code="parent")
        above, level = above.parent, level + 1
    if level > DEEPEST:
        raise ValidationError(_("Reasons go four levels deep at most."), code="parent")


def rename_tag(tag: Tag, *, name: str, by: User) -> Tag:
    """Give a tag another name; one that is taken means that the two are the same, and they become one."""
    with transaction.atomic():
        tag = Tag.objects.select_for_update().get(pk=tag.pk)
        if name == tag.name:
            return tag
        other = Tag.objects.filter(name=name).first()
        if other is not None:
            return merge_tags(tag, into=other, by=by)
        before, tag.name = tag.name, name
        tag.save(update_fields=["name"])
        audit(by=by, what="tag.renamed", target=f"{tag.pk} {name}", before={"name": before}, after={"name": name})
    return tag


def merge_tags(tag: Tag, *, into: Tag, by: User) -> Tag:
    """Put one tag's tickets under another, and let the first one go."""
    if tag.pk == into.pk:
        return into
    worn = Ticket.tags.through.objects
    with transaction.atomic():
        list(Tag.objects.select_for_update().filter(pk__in=(tag.pk, into.pk)))
        already = worn.filter(tag=into).values("ticket_id")
        moved = worn.filter(tag=tag).exclude(ticket_id__in=already).update(tag=into)
        audit(
            by=by,
            what="tag.merged",
            target=f"{into.pk} {into.name}",
            before={"name": tag.name},
            after={"name": into.name, "count": moved},
        )
        tag.delete()
    return into


def remove_tag(tag: Tag, *, by: User) -> int:
    """Take a tag off every ticket and forget it; how many tickets wore it."""
    with transaction.atomic():
        worn = Ticket.tags.through.objects.filter(tag=tag)
        count = worn.count()
        audit(by=by, what="tag.removed", target=f"{tag.pk} {tag.name}", before={"name": tag.name, "count": count})
        worn.delete()
        tag.delete()
    return count
