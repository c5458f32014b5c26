from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "courses.evidence"
    label = "evidence"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from courses.evidence import auditing, indexing, links, personal  # noqa: F401  # receives, declares
        from courses.evidence.pages import StudyPage
        from courses.jobs.kinds import JobKind, register

        register(JobKind(name=links.KIND, run=links.run, retry_after=60))

        page_published.connect(indexing.on_published, sender=StudyPage, dispatch_uid="evidence.indexing")
        page_unpublished.connect(indexing.on_unpublished, sender=StudyPage, dispatch_uid="evidence.indexing")
