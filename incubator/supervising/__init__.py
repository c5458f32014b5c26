"""One process that starts web server, worker and scheduler on one machine, and answers for them.

Why not honcho or circus: what is needed here is exactly what they leave out. A Procfile runner stops everything when
one process dies instead of starting it again, and neither of them leaves no orphan when it is itself killed with
SIGKILL. systemd does all of it, but is not there in a demo, a container or on a laptop.
"""
