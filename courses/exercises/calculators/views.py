"""Public pages. Nothing is kept: what was entered stands in the address and nowhere else."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.exercises.calculators import exporting
from courses.exercises.calculators.asking import CalculatorForm
from courses.exercises.calculators.question import Question
from courses.exercises.calculators.registry import CALCULATORS
from courses.exercises.statistics import VERSION

REFUSED = 422


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    families = groupby(CALCULATORS.values(), key=lambda one: one.family)
    return render(request, "calculators/index.html", {"families": [(name, list(group)) for name, group in families]})


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    asked = get_question_or_404(request, slug)
    context = {"question": asked, "other_version": request.GET.get("v", VERSION) != VERSION, "version": VERSION}
    return render(request, "calculators/calculator.html", context, status=200 if asked.solved else REFUSED)


@require_safe
def table(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    asked = get_question_or_404(request, slug)
    if asked.solved is None:
        return show(request, slug)
    tables = dict(asked.tables)
    if table not in tables:
        raise Http404
    return _file(exporting.to_csv(tables[table]), "text/csv; charset=utf-8", f"{slug}-{table}.csv")


@require_safe
def workbook(request: HttpRequest, slug: str) -> HttpResponse:
    asked = get_question_or_404(request, slug)
    if asked.solved is None:
        return show(request, slug)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(exporting.to_xlsx(asked.sheets), kind, f"{slug}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def get_question_or_404(request: HttpRequest, slug: str) -> Question:
    calculator = CALCULATORS.get(slug)
    if calculator is None:
        raise Http404
    goal = calculator.goal(request.GET.get("find", "")) or calculator.goals[0]
    return Question(calculator, goal, CalculatorForm(calculator.asked, goal.code, request.GET))
