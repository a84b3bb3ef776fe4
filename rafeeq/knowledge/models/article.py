"""Articles: what is true, who says so, until when; in editions by language, each with every version it ever had."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.knowledge.models.topic import Topic
from rafeeq.staff.models import User


class Article(models.Model):
    """One matter that is explained. Its words lie in the versions of its editions.

    Customers and the answers given to them know it only through `queries.articles.for_customers`: validated, not past
    its review by more than the grace, and for their eyes.
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("audience", "Everybody")
        CUSTOMERS = "customers", pgettext_lazy("audience", "Customers who have proved their address")
        STAFF = "staff", pgettext_lazy("audience", "Our people only")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("article", "Draft")
        NOT_VALIDATED = "not_validated", pgettext_lazy("article", "Not validated")
        VALIDATED = "validated", pgettext_lazy("article", "Validated")
        ARCHIVED = "archived", pgettext_lazy("article", "Archived")

    class Again(models.TextChoices):
        """Why somebody is to look at it again before its day."""

        FAULTS = "faults", pgettext_lazy("article", "Said to be wrong again and again")
        NOT_SOLVED = "not_solved", pgettext_lazy("article", "It did not solve the matter again and again")
        VARIABLE = "variable", pgettext_lazy("article", "A value that stands in it has changed")

    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="articles")
    audience = models.CharField(_("who reads it"), max_length=9, choices=Audience.choices, default=Audience.PUBLIC)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=13, choices=State.choices, default=State.DRAFT)
    language = models.CharField(max_length=5, default="ar")  # of the edition that the others translate
    # The day by which somebody must have looked at it; from the first validation on.
    review_on = models.DateField(null=True, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)
    again_for = models.CharField(max_length=10, choices=Again.choices, blank=True)
    # Where it came from, so that a repeated import brings it up to date and does not double it.
    imported_as = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("article")
        indexes = [
            models.Index(fields=["state", "review_on"], name="knowledge_article_by_state"),
            models.Index(fields=["-changed_at", "-id"], name="knowledge_article_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["imported_as"], condition=~Q(imported_as=""), name="knowledge_imported_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="validated") | Q(review_on__isnull=False), name="knowledge_validated_until_when"
            ),
            models.CheckConstraint(
                condition=Q(again_at=None, again_for="") | (Q(again_at__isnull=False) & ~Q(again_for="")),
                name="knowledge_again_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Edition(models.Model):
    """An article in one language: the words people read now (`current`), and the newest ones (`newest`)."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="editions", db_index=False)
    language = models.CharField(max_length=5)
    newest = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    # None until somebody has validated a version of it.
    current = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    validated_at = models.DateTimeField(null=True, blank=True)
    validated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("edition of an article")
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="knowledge_edition_a_language"),
            models.CheckConstraint(
                condition=Q(current=None) | Q(validated_at__isnull=False), name="knowledge_current_was_validated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language}"

    @property
    def is_ahead(self) -> bool:
        """Whether newer words than those that people read wait for somebody to validate them."""
        return self.newest_id != self.current_id


class Version(models.Model):
    """One wording of an edition, never changed afterwards.

    `phrasings`: how customers ask for it, one a line. `beside`: the version of the other edition it was written after,
    which tells whether a translation is behind.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    body = models.TextField(_("text"), blank=True)
    phrasings = models.TextField(_("how customers ask for it"), blank=True)
    beside = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("what was changed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("version of an article")
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="knowledge_wording_number")]

    def __str__(self) -> str:
        return self.title


class Writing(models.Model):
    """What somebody is writing and has not saved: one row a person and edition, over the version they began with."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="writings")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    seen = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    phrasings = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("unsaved words of an article")
        constraints = [models.UniqueConstraint(fields=["edition", "user"], name="knowledge_one_writing_each")]

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """One part of the current version of an edition, under its heading, with the variables filled in: what is found
    and quoted. Written anew whenever the version or a value changes."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="passages", db_index=False)
    position = models.PositiveIntegerField()
    anchor = models.CharField(max_length=120, blank=True)  # of its heading on the article's page; empty: the beginning
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    class Meta:
        verbose_name = _("passage")
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="knowledge_passage_place")]

    def __str__(self) -> str:
        return self.heading or self.text[:60]


class ArticleEvent(models.Model):
    """What happened to an article, when and by whom; never changed."""

    class What(models.TextChoices):
        MADE = "made", pgettext_lazy("article", "Begun")
        WRITTEN = "written", pgettext_lazy("article", "Written")
        PROPOSED = "proposed", pgettext_lazy("article", "Proposed for validation")
        SENT_BACK = "sent_back", pgettext_lazy("article", "Sent back")
        VALIDATED = "validated", pgettext_lazy("article", "Validated")
        ARCHIVED = "archived", pgettext_lazy("article", "Archived")
        TAKEN_OUT = "taken_out", pgettext_lazy("article", "Taken out of the archive")
        ARRANGED = "arranged", pgettext_lazy("article", "Topic, readers or owner changed")
        AGAIN = "again", pgettext_lazy("article", "To be looked at again")
        FAULT = "fault", pgettext_lazy("article", "Said to be wrong")
        SETTLED = "settled", pgettext_lazy("article", "What was said to be wrong was answered")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=10, choices=What.choices)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("event of an article")

    def __str__(self) -> str:
        return f"{self.article_id} {self.what}"


class ArticleFile(models.Model):
    """A file that lies with an article; a picture is shown where the text says `cid:` and its number."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    declared = models.CharField(max_length=120, blank=True)
    is_suspicious = models.BooleanField(default=False)
    size = models.PositiveBigIntegerField()
    stored = models.CharField(max_length=255)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file of an article")

    def __str__(self) -> str:
        return self.name
