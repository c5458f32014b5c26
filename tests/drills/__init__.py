"""What survives when processes are killed, stopped and starved while the main job is under way.

A drill wants its kill to land at one exact moment, not after some milliseconds: `moments.py` lets processes that run
with `tests.drills.settings` stand still there. The jobs of any kind have drills of their own in `tests/jobs`.
"""
