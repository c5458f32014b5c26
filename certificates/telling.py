"""Tells a person that her certificate is ready, in her language. The subject says nothing about its topic."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from certificates.models import Certificate
from courses.records import mailing


def post_ready(certificate: Certificate) -> None:
    """Posts it once per certificate."""
    learner = certificate.learner
    with translation.override(learner.language):
        context = {
            "certificate": certificate,
            "url": settings.SITE_URL + reverse("certificates:mine"),
            "address": certificate.claims["address"],
        }
        subject = _("Your certificate is ready")
        text = render_to_string("certificates/mail/ready.txt", context)
    mailing.post(
        key=f"certificates.ready:{certificate.pk}",
        person=learner,
        address=learner.email,
        language=learner.language,
        subject=subject,
        text=text,
    )
