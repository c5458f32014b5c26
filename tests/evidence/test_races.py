"""Real threads on a real database. The control shows that the harness finds a race where there is one."""

import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction

from courses.evidence import bibliography, importing, loading, sheet
from courses.evidence.models import BankPage, StudyPage
from courses.evidence.reporting import report_fault, settle
from courses.evidence.reports import FaultReport
from courses.evidence.row import SheetError
from courses.records.models import AuditEvent
from tests.evidence.factories import bank, study
from tests.learning.factories import make_person
from tests.live import together

pytestmark = pytest.mark.usefixtures("live_database")

THREADS = 4
RIS = b"TY  - JOUR\nTI  - Un ensayo\nPY  - 2014\nDO  - 10.1186/abc\nER  - \n"


def naive_take() -> None:
    """What `importing.take` would be without waiting at the bank: look, then make."""
    entries = importing.look(bibliography.read(RIS))
    time.sleep(0.2)
    for entry in entries:
        if entry.is_new:
            importing._draft(entry.facts, BankPage.objects.get(locale__language_code="es").pk, None)


def test_the_same_file_imported_by_many_at_once_makes_each_study_once() -> None:
    bank()
    results = together(*[lambda: importing.take(entries=bibliography.read(RIS))] * THREADS)
    assert not [one for one in results if isinstance(one, Exception)]
    assert StudyPage.objects.count() == 1


def test_an_import_without_waiting_would_make_more_than_one_or_fail() -> None:
    bank()
    results: list[Any] = together(*[naive_take] * THREADS)
    assert StudyPage.objects.count() > 1 or [one for one in results if isinstance(one, Exception)]


def test_a_table_loaded_by_many_at_once_makes_each_study_once() -> None:
    """Beside an import of the same study, which waits at the bank as well."""
    bank()
    table = sheet.read(b"title,doi,year,theme,summary_es,summary_en\nUn ensayo,10.1186/abc,2014,prevention,Uno.,One.\n")
    loads = [lambda: loading.load(rows=table)] * 3
    results = together(*loads, lambda: importing.take(entries=bibliography.read(RIS)))
    assert not [one for one in results if isinstance(one, Exception)]
    assert StudyPage.objects.filter(locale__language_code="es").count() == 1


def test_a_fault_that_two_editors_settle_is_settled_once() -> None:
    report = report_fault(study=study("Uno"), text="La cifra no es esa.")
    editors = [make_person(is_superuser=True) for _number in range(2)]
    results = together(*[lambda by=by: settle(report=report, by=by) for by in editors])
    assert sorted(results) == [False, True]
    assert FaultReport.objects.get().state == "settled"
    assert AuditEvent.objects.filter(action="evidence.fault_settled").count() == 1


def holds_the_bank(let_go: threading.Event, held: threading.Event) -> None:
    with transaction.atomic():
        BankPage.objects.select_for_update().first()
        StudyPage.objects.update(series="x")  # on SQLite writing is what keeps others out
        held.set()
        let_go.wait(30)
    connection.close()


def test_who_waits_too_long_at_the_bank_is_told_so() -> None:
    bank()
    table = sheet.read(b"title,year,theme\nUn ensayo,2014,prevention\n")
    let_go, held = threading.Event(), threading.Event()
    holder = threading.Thread(target=holds_the_bank, args=(let_go, held))
    holder.start()
    held.wait(30)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    try:
        with pytest.raises(SheetError, match="no respondió a tiempo"):
            loading.load(rows=table)
        with pytest.raises(bibliography.BibliographyError, match="no respondió a tiempo"):
            importing.take(entries=bibliography.read(RIS))
    finally:
        let_go.set()
        holder.join()
        connection.close()
    assert loading.load(rows=table).made == ["Un ensayo"]
