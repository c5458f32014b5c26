from incubator.pages import HomePage, PlainPage
from incubator.people import User
from incubator.support import SupportService

__all__ = ["HomePage", "PlainPage", "SupportService", "User"]
