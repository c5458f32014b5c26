import ipaddress
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command

from courses.evidence import links
from courses.evidence.models import LinkCheck, StudyPage
from courses.evidence.tasks import check_links
from courses.evidence.visiting import MOST_BYTES, Visit, is_public, visit
from courses.jobs import kinds
from courses.jobs.models import Job
from tests.evidence.factories import study

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


def loopback(number):
    return number in LOOPBACK


class Web(BaseHTTPRequestHandler):
    """/200, /404 … answer so; /get refuses HEAD; /to?ADDRESS redirects; /long never ends by itself."""

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        path, _mark, query = self.path.partition("?")
        if path == "/to":
            self.send_response(302)
            self.send_header("Location", query or "/to")
        elif path == "/get":
            self.send_response(200 if self.command == "GET" else 405)
        elif path == "/long":
            self.send_response(404)
            self.send_header("Content-Length", str(10 * MOST_BYTES))
        else:
            self.send_response(int(path[1:]))
        self.end_headers()
        if path == "/long" and self.command == "GET":
            self.wfile.write(b"x" * MOST_BYTES)
            self.server.hold.wait(20)  # whoever reads more waits

    def log_message(self, *args):
        return


@pytest.fixture(scope="module")
def web():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    server.asked, server.hold = [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.hold.set()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/200", Visit(200)),
        ("/get", Visit(200)),
        ("/404", Visit(404, "HTTP 404")),
        ("/503", Visit(503, "HTTP 503")),
        ("/to?/200", Visit(200)),
        ("/to?/404", Visit(404, "HTTP 404")),
        ("/to", Visit(None, "more than 5 redirects")),
    ],
)
def test_a_visit_says_what_the_address_answers(web, path, found):
    assert visit(web.url + path, allowed=loopback) == found


def test_a_visit_asks_for_the_head_first_and_says_who_asks(web, settings):
    web.asked.clear()
    visit(web.url + "/200", allowed=loopback)
    visit(web.url + "/get", allowed=loopback)
    assert [(method, path) for method, path, _agent in web.asked] == [
        ("HEAD", "/200"),
        ("HEAD", "/get"),
        ("GET", "/get"),
    ]
    assert {agent for *_rest, agent in web.asked} == {f"IncubatorLinkCheck/1.0 (+{settings.SITE_URL})"}


def test_a_visit_reads_no_more_than_64_kilobytes(web):
    assert visit(web.url + "/long", allowed=loopback) == Visit(404, "HTTP 404")


def test_a_host_that_does_not_answer_is_a_failure(web):
    found = visit("http://127.0.0.1:9/", allowed=loopback)
    assert (found.status, found.works, found.is_unclear) == (None, False, False)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://2130706433/",
        "http://0x7f.1/",
    ],
)
def test_an_address_that_is_not_public_is_refused(url):
    assert visit(url) == Visit(None, "refused: not a public address")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", "http:///x"])
def test_what_is_not_of_the_web_is_refused(url):
    assert visit(url) == Visit(None, "refused: neither http nor https")


@pytest.mark.parametrize("target", ["http://127.0.0.2:{port}/200", "http://localhost:{port}/200", "file:///etc/passwd"])
def test_a_redirect_to_where_we_do_not_go_is_refused(web, target):
    web.asked.clear()
    found = visit(f"{web.url}/to?{target.format(port=web.server_port)}", allowed=only_the_first)
    assert (found.status, found.reason.partition(":")[0], len(web.asked)) == (None, "refused", 1)


def only_the_first(number):
    """As if 127.0.0.1 were public and its neighbours, ::1 and what localhost resolves to were not."""
    only_the_first.asked = getattr(only_the_first, "asked", 0) + 1
    return str(number) == "127.0.0.1" and only_the_first.asked % 2 == 1


@pytest.fixture(autouse=True)
def _first_again():
    only_the_first.asked = 0


@pytest.mark.parametrize("number", ["8.8.8.8", "2001:4860:4860::8888"])
def test_public_numbers_are_public(number):
    assert is_public(ipaddress.ip_address(number))


def look(page, web):
    """One run of a job, with its result written."""
    job = Job(kind=links.KIND, key=f"test {page.pk} {Job.objects.count()}", payload={"study": page.pk})
    write = links.run(job, allowed=loopback, pause=0)
    if write is not None:
        write()
    return LinkCheck.objects.get(url=links.address_of(page))


@pytest.mark.django_db
def test_two_failures_in_a_row_break_a_link_and_an_answer_mends_it(web):
    page = study(address=f"{web.url}/404")
    assert (look(page, web).failures, look(page, web).failures) == (1, 2)
    LinkCheck.objects.update(url=f"{web.url}/200")
    StudyPage.objects.update(address=f"{web.url}/200")
    check = look(StudyPage.objects.get(pk=page.pk), web)
    assert (check.failures, check.status, check.reason) == (0, 200, "")


@pytest.mark.django_db
def test_an_answer_that_is_meant_for_machines_neither_breaks_nor_mends(web):
    page = study(address=f"{web.url}/403")
    assert (look(page, web).failures, look(page, web).failures, look(page, web).status) == (0, 0, 403)


@pytest.mark.django_db
def test_a_first_failure_is_followed_by_a_second_look(web):
    page = study(address=f"{web.url}/404")
    look(page, web)
    (again,) = Job.objects.filter(kind=links.KIND)
    assert again.key.endswith(":again")
    assert again.not_before - LinkCheck.objects.get().checked_at > timedelta(days=2, hours=23)


@pytest.mark.django_db
def test_a_second_look_that_says_nothing_asks_for_no_third(web):
    page = study(address=f"{web.url}/404")
    look(page, web)
    (again,) = Job.objects.filter(kind=links.KIND)
    for status in (403, 429):
        links.write(url=page.address, found=Visit(status, ""), job=again)
    assert LinkCheck.objects.get().failures == 1
    assert list(Job.objects.filter(kind=links.KIND)) == [again]


@pytest.mark.django_db
def test_asking_twice_in_a_month_makes_one_job_an_address():
    study("Uno", doi="10.1000/1", english={})
    study("Otro", doi="10.1000/2")
    study("Sin dirección")
    at = datetime(2026, 11, 3, 12, tzinfo=UTC)
    assert (links.enqueue_checks(at=at), links.enqueue_checks(at=at + timedelta(days=20))) == (2, 0)
    first, second = Job.objects.filter(kind=links.KIND).order_by("not_before")
    assert second.not_before - first.not_before == timedelta(seconds=2 * links.PAUSE)
    assert links.enqueue_checks(at=at + timedelta(days=30)) == 2


@pytest.mark.django_db
def test_the_command_and_the_schedule_ask_for_the_same(capsys):
    study(doi="10.1000/1")
    call_command("check_links")
    check_links()
    assert capsys.readouterr().out == "1 addresses will be visited.\n"
    assert Job.objects.filter(kind=links.KIND).count() == 1
    assert kinds.named(links.KIND).run is links.run


@pytest.mark.django_db
def test_a_withdrawn_study_is_left_in_peace():
    study(doi="10.1000/1").unpublish()
    assert links.enqueue_checks() == 0


@pytest.mark.django_db
def test_a_doi_is_visited_at_its_resolver():
    assert links.address_of(study(doi="10.1000/1", address="https://example.org/")) == "https://doi.org/10.1000/1"


def test_a_host_is_visited_by_one_at_a_time(monkeypatch):
    monkeypatch.setattr(links, "LONGEST_WAIT", 0.1)
    with links.turn("example.org"), pytest.raises(links.CrowdedError), links.turn("example.org"):
        pass
    with pytest.raises(links.CrowdedError), links.turn("example.org"):
        pass
    with links.turn("example.net"):
        pass
