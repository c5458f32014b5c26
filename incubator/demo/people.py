"""The demo's accounts and their roles."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from courses.records import consents
from courses.records.models import Consent
from incubator.demo import ACCOUNTS, PASSWORD
from incubator.founding import COORDINATOR, EDITOR
from incubator.people import DocumentType, User

#: Learners besides the two who can sign in: given names, family names. Invented.
OTHERS = [
    ("Luis Alberto", "Cárdenas Rojas"),
    ("Carmen", "Huamán Flores"),
    ("Jorge", "Salazar Ríos"),
    ("Elena", "Choque Apaza"),
    ("Miguel Ángel", "Torres Peña"),
    ("María Elena", "Chávez Ñaupari"),
    ("José", "Yupanqui Cusi"),
]
GROUPS = {"coordinator": COORDINATOR, "editor": EDITOR}


def make_accounts() -> dict[str, User]:
    """Role or e-mail to person; those who exist are left as they are."""
    people = {}
    for number, (email, first, last, role) in enumerate(ACCOUNTS, 1):
        people[email] = person(email, first, last, number, password=PASSWORD)
        if role == "administrator":
            User.objects.filter(email=email).update(is_staff=True, is_superuser=True)
        if role in GROUPS:
            people[email].groups.add(Group.objects.get(name=GROUPS[role]))
    return people


def make_others() -> list[User]:
    """Fellow learners; nobody can sign in as one of them."""
    return [
        person(f"persona{number}@example.org", first, last, 100 + number)
        for number, (first, last) in enumerate(OTHERS, 1)
    ]


def person(email: str, first: str, last: str, number: int, password: str | None = None) -> User:
    existing = User.objects.filter(email=email).first()
    if existing:
        return existing
    made = User.objects.create_user(
        email,
        password,
        first_name=first,
        last_name=last,
        document_type=DocumentType.DNI,
        document_number=f"{40_000_000 + number * 12_347:08d}",
        institution="Municipalidad Provincial de Valle Sereno",
    )
    EmailAddress.objects.create(user=made, email=email, primary=True, verified=True)
    consents.give(person=made, purpose=Consent.Purpose.COURSE, language="es")
    return made
