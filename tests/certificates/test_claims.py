import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import claims, codes
from certificates.models import Signatory
from courses.catalogue.facts import Release
from tests.catalogue.factories import quick_release
from tests.certificates.factories import make_completed, make_person, make_requested, make_signatories

AT = datetime(2026, 4, 20, 15, 32, tzinfo=UTC)


@pytest.mark.django_db
def test_claims_hold_everything_printed_in_both_languages() -> None:
    make_signatories(2)
    learner = make_person(first_name="María de los Ángeles", last_name="Ñahui Quispe")
    frozen = claims.freeze(
        course_enrolment=make_completed(learner=learner, code="MIMP-1"), code="7K3M-9QXT-2VHD", at=AT
    )
    assert frozen == json.loads(json.dumps(frozen))
    assert frozen["address"] == "http://testserver/verify/7K3M-9QXT-2VHD/"
    assert (frozen["given_names"], frozen["family_names"]) == ("María de los Ángeles", "Ñahui Quispe")
    assert frozen["grade"] == {"points": 16, "of": 20, "pass": 14, "percent": "78.125"}
    assert (frozen["starts"], frozen["ends"]) == ("2026-03-02", "2026-04-17")
    spanish, english = frozen["texts"]["es"], frozen["texts"]["en"]
    assert spanish["hours"] == "3 horas cronológicas (de 60 min)"
    assert english["hours"] == "3 chronological hours (60 min each)"
    assert spanish["dates"] == "Del 2 de marzo al 17 de abril de 2026"
    assert english["issued"] == "20 April 2026, 10:32 (Lima time)"
    assert spanish["grade_words"] == "dieciséis"
    assert english["title"] == f"EN {spanish['title']}"
    assert english["posts"] == ["Director general"] * 2


@pytest.mark.django_db
def test_claims_do_not_hold_the_document_number() -> None:
    learner = make_person(document_number="98765432")
    frozen = claims.freeze(course_enrolment=make_completed(learner=learner), code="7K3M-9QXT-2VHD", at=AT)
    assert "98765432" not in json.dumps(frozen)


@pytest.mark.django_db
def test_claims_start_with_the_enrolment_if_that_came_after_the_opening() -> None:
    course_enrolment = make_completed()
    course_enrolment.enrolment.enrolled_at = datetime(2026, 3, 20, 15, tzinfo=UTC)
    frozen = claims.freeze(course_enrolment=course_enrolment, code="7K3M-9QXT-2VHD", at=AT)
    assert frozen["starts"] == "2026-03-20"


@pytest.mark.django_db
def test_claims_stay_when_what_they_were_made_of_changes() -> None:
    make_signatories(1)
    certificate = make_requested()
    before = json.loads(json.dumps(certificate.claims))
    certificate.learner.first_name = "Otra"
    certificate.learner.save()
    Signatory.objects.update(family_names="Otra")
    certificate.refresh_from_db()
    assert certificate.claims == before
    assert certificate.printed_name == "Rosa Quispe Mamani"


@pytest.mark.django_db
def test_claims_name_the_cohorts_institution_where_no_issuer_is_set() -> None:
    frozen = claims.freeze(course_enrolment=make_completed(), code="7K3M-9QXT-2VHD", at=AT)
    assert frozen["issuers"] == ["Ministerio de la Mujer y Poblaciones Vulnerables"]


@pytest.mark.django_db
def test_hours_are_those_of_the_release() -> None:
    release = quick_release(kinds=[], lessons=8)
    assert isinstance(release, Release)
    certificate = make_requested(release=release)
    assert Decimal(certificate.claims["hours"]["value"]) == Decimal(24)
    assert certificate.printed("es")["hours"] == "24 horas cronológicas (de 60 min)"


@given(st.text(max_size=400))
def test_clean_text_is_one_line_without_control_characters(text: str) -> None:
    cleaned = claims.clean(text, 100)
    assert len(cleaned) <= 100
    assert cleaned == " ".join(cleaned.split())
    assert all(char.isprintable() for char in cleaned)
    assert claims.clean(cleaned, 100) == cleaned


def test_clean_composes_accents_and_drops_what_turns_text_round() -> None:
    assert claims.clean("N\u0303ahui\u202e\x00 \t Quispe\n", 100) == "Ñahui Quispe"


@given(st.text(codes.ALPHABET, min_size=12, max_size=12))
def test_codes_survive_being_typed_badly(letters: str) -> None:
    code = f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
    assert codes.normalise(code) == code
    assert codes.normalise(f" {code.lower().replace('-', ' ')} ") == code
    assert codes.normalise(code.replace("2", "Z").replace("5", "s").replace("8", "B").replace("6", "g")) == code


def test_new_codes_differ_and_are_their_own_normal_form() -> None:
    made = {codes.new() for _ in range(200)}
    assert len(made) == 200
    assert {codes.normalise(code) for code in made} == made


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-9QXT-2VH!", "7K3M-9QXT-2VHDD", "AEIO-AEIO-AEIO", "../../etc"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.normalise(typed) is None
