from wagtail import hooks

from courses.jobs.administration import JobViewSet


@hooks.register("register_admin_viewset")
def jobs() -> JobViewSet:
    return JobViewSet("jobs")
