"""What the people's own rows, accounts and Wagtail know about people. Rooms declare theirs in their `personal.py`."""

from collections.abc import Iterable

from courses.records.personal import SELF, Erase, PersonalData, declare

ACCOUNT = "Part of the account, which ends."
ROLE = "A right of access, which ends."
SCREEN = "How somebody likes the screens, or where they left them."
EDITORIAL = "The history of a public page; it points to a row without a name."


def _each(erase: Erase, reason: str, *rows: tuple[str, str, tuple[str, ...]]) -> Iterable[PersonalData]:
    for model, person, export in rows:
        yield PersonalData(model=model, person=person, export=export, erase=erase, reason=reason)


declare(
    PersonalData(
        model="incubator.User",
        person=SELF,
        export=(
            "email",
            "first_name",
            "last_name",
            "document_type",
            "document_number",
            "institution",
            "language",
            "date_joined",
            "last_login",
        ),
        erase=Erase.PSEUDONYMISE,
        clear=(
            "email",
            "first_name",
            "last_name",
            "document_type",
            "document_number",
            "institution",
            "password",
            "last_login",
        ),
        reason="Marks and certificates point to the row; the address becomes one that leads nowhere, the rest empty.",
    ),
    *_each(
        Erase.DELETE,
        ACCOUNT,
        ("account.EmailAddress", "user", ("email", "verified", "primary")),
        ("account.EmailConfirmation", "email_address__user", ("created", "sent")),
        ("mfa.Authenticator", "user", ("type", "created_at", "last_used_at")),
        ("usersessions.UserSession", "user", ("created_at", "last_seen_at", "ip", "user_agent")),
    ),
    *_each(
        Erase.DELETE,
        ROLE,
        ("incubator.User_groups", "user", ("group",)),
        ("incubator.User_user_permissions", "user", ("permission",)),
    ),
    *_each(
        Erase.DELETE,
        SCREEN,
        ("wagtailadmin.EditingSession", "user", ("last_seen_at",)),
        ("wagtailadmin.FormState", "user", ("data", "last_updated_at")),
        ("wagtailcore.PageSubscription", "user", ("page", "comment_notifications")),
        ("wagtailusers.UserProfile", "user", ("preferred_language", "current_time_zone", "avatar", "theme")),
    ),
    *_each(
        Erase.KEEP,
        EDITORIAL,
        ("admin.LogEntry", "user", ("action_time", "object_repr", "change_message")),
        ("wagtail_localize.SegmentOverride", "last_translated_by", ("updated_at",)),
        ("wagtail_localize.StringTranslation", "last_translated_by", ("data", "updated_at")),
        ("wagtailcore.Comment", "user", ("text", "created_at", "updated_at")),
        ("wagtailcore.Comment", "resolved_by", ("resolved_at",)),
        ("wagtailcore.CommentReply", "user", ("text", "created_at", "updated_at")),
        ("wagtailcore.ModelLogEntry", "user", ("timestamp", "action", "label")),
        ("wagtailcore.PageLogEntry", "user", ("timestamp", "action", "label")),
        ("wagtailcore.Page", "owner", ("title", "first_published_at")),
        ("wagtailcore.Page", "locked_by", ("title", "locked_at")),
        ("wagtailcore.Revision", "user", ("object_str", "created_at")),
        ("wagtailcore.TaskState", "finished_by", ("comment", "finished_at")),
        ("wagtailcore.WorkflowState", "requested_by", ("created_at",)),
        ("wagtailcore.UploadedFile", "uploaded_by_user", ("file",)),
        ("wagtaildocs.Document", "uploaded_by_user", ("title", "file", "created_at")),
        ("wagtailimages.Image", "uploaded_by_user", ("title", "file", "created_at")),
    ),
)
