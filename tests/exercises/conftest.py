from hypothesis import settings

# Template rendering on a busy machine is no fault of a law.
settings.register_profile("exercises", deadline=None)
settings.load_profile("exercises")
