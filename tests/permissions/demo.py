"""The switch of roles answers to nobody unless the examples are asked for (tests/demo/test_switching.py)."""

from tests.permissions.rows import EVERYBODY, Row

ROWS = [
    Row("demo_people", (), hides=EVERYBODY),
    Row("demo_become", (), "POST", arrange=lambda people: {"user": people.users["staff"].pk}, hides=EVERYBODY),
    Row("demo_let_pass", (), "POST", hides=EVERYBODY),
]
