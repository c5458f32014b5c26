"""The published studies as JSON for whoever builds on them, by Wagtail's own means: only read, only what is public.

GET /api/v2/studies/?locale=es&limit=50&offset=0      GET /api/v2/studies/<id>/
"""

import re
from types import SimpleNamespace
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import JSONField, QuerySet
from django.http import Http404
from django.urls import path
from rest_framework.fields import Field
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api import APIField
from wagtail.api.v2.filters import FieldsFilter, LocaleFilter, OrderingFilter, SearchFilter, TranslationOfFilter
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.fields import StreamField

from courses.evidence.finding import LONGEST_QUERY, MOST_TERMS
from courses.evidence.pages import StudyPage
from courses.evidence.throttling import Asking

WORD = re.compile(r"\w+")
LONGEST = 9  # digits of a number, fewer than databases count to
META = ["type", "detail_url", "html_url", "slug", "first_published_at", "last_published_at", "locale"]


class ScalarFilter(FieldsFilter):
    def filter_queryset(self, request: Request, queryset: QuerySet[StudyPage], view: Any) -> Any:
        try:
            return super().filter_queryset(request, queryset, view)
        except ValidationError as error:  # what is no date or no key
            raise BadRequestError("; ".join(error.messages)) from error


class WordsFilter(SearchFilter):
    """Wagtail's search of words alone: its databases take quotes for a query of their own, and fail on half of one."""

    def filter_queryset(self, request: Request, queryset: QuerySet[StudyPage], view: Any) -> Any:
        if "search" not in request.GET:
            return queryset
        if len(request.GET["search"]) > LONGEST_QUERY:
            raise BadRequestError(f"search is longer than {LONGEST_QUERY} characters")
        if request.GET.get("search_operator", "and") not in ("and", "or"):
            raise BadRequestError("search_operator is 'and' or 'or'")
        found = " ".join(WORD.findall(request.GET["search"])[:MOST_TERMS])
        return super().filter_queryset(SimpleNamespace(GET={**request.GET.dict(), "search": found}), queryset, view)


class Pagination(WagtailPagination):
    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        if len(request.GET.get("offset", "")) > LONGEST:
            raise BadRequestError("offset is too large")
        return super().paginate_queryset(queryset, request, view)


class PairsField(Field):
    """What is to be read together, as stored: a stream that is asked for its values fetches its pages, study by study.
    A pair whose partner is not public is left out, with what was written about it."""

    def to_representation(self, value: Any) -> list[Any]:
        pairs = list(value.raw_data)
        if pairs and "partners" not in self.context:
            public = StudyPage.objects.live().public()
            self.context["partners"] = set(public.values_list("pk", flat=True))
        return [pair for pair in pairs if pair["value"]["study"] in self.context["partners"]]


class StudiesAPIViewSet(PagesAPIViewSet):
    model = StudyPage
    name = "studies"
    http_method_names: ClassVar = ["get", "head"]
    authentication_classes: ClassVar[list[Any]] = []
    pagination_class = Pagination
    throttle_classes: ClassVar[list[Any]] = [Asking]
    filter_backends: ClassVar = [ScalarFilter, OrderingFilter, TranslationOfFilter, LocaleFilter, WordsFilter]
    known_query_parameters = BaseAPIViewSet.known_query_parameters | {"translation_of", "locale"}
    body_fields: ClassVar = [
        *("id", "translation_key", *StudyPage.FACTS, *StudyPage.TEXTS, "effects"),
        APIField("read_with", serializer=PairsField()),
    ]
    meta_fields = META
    listing_default_fields: ClassVar = [
        *("id", "translation_key", "title", "authors", "year", "themes", "countries", "design", "certainty", "status"),
        *("summary", *META[:-1]),  # Wagtail adds the locale itself
    ]
    detail_only_fields: ClassVar[list[str]] = []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if any("\0" in value for _name, values in request.GET.lists() for value in values):
            raise BadRequestError("no value has a NUL character in it")

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """What is not there is answered as JSON: under the site's own addresses Django would look for it in a language
        instead."""
        request._request.urlconf = __name__
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        return answer

    def get_object(self) -> StudyPage:
        if len(str(self.kwargs["pk"])) > LONGEST:
            raise Http404("not found")
        found: StudyPage = super().get_object()
        return found

    def find_object(self, queryset: QuerySet[StudyPage], request: Request) -> StudyPage | None:
        asked = request.GET.get("id", "0")
        if not asked.isdecimal() or len(asked) > LONGEST:
            raise Http404("not found")
        found: StudyPage | None = super().find_object(queryset, request)
        return found

    def get_base_queryset(self) -> QuerySet[StudyPage]:
        found: QuerySet[StudyPage] = StudyPage.objects.live().public()
        return found

    def get_queryset(self) -> QuerySet[StudyPage]:
        return self.get_base_queryset().select_related("locale").order_by("id")

    @classmethod
    def get_available_fields(cls, model: Any, db_fields_only: bool = False) -> list[str]:
        """Lists and drawings are shown, but are nothing to filter by."""
        names: list[str] = super().get_available_fields(model, db_fields_only=db_fields_only)
        if not db_fields_only:
            return names
        return [name for name in names if not isinstance(model._meta.get_field(name), JSONField | StreamField)]


router = WagtailAPIRouter("evidence_api")
router.register_endpoint("studies", StudiesAPIViewSet)

urlpatterns = [path("api/v2/", router.urls)]
