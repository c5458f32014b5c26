from incubator.people import User

__all__ = ["User"]
