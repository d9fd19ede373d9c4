"""The complete file of a subject as one archive that verifies and replays offline (docs/decisions/0062-archive.md).

Writing, reading and checking are pure: no database, no settings, no network. What goes into an archive, each stage says
by ``composing.register`` where it starts.
"""
