"""The one domain signal: without it the arrow to certificates would turn round."""

from django.dispatch import Signal

#: Sent once per completed course, with `course_enrolment`, inside the transaction that completes it.
course_completed = Signal()
