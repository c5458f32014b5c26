"""`make bench`: the goals of performance as ratios of CPU time, each pair measured side by side in one process.

Ratios, because seconds depend on the machine and on what else it does. The CPU time of the database is in them with
SQLite, which works in this process, and is not with PostgreSQL.
"""
