"""Experts for tests. The numbers are made up; their check digits fit."""

import datetime as dt

from juli.stages.review.actions import pool as actions
from juli.stages.review.facts import Facts

NOW = dt.datetime(2023, 6, 1, 2, tzinfo=dt.UTC)


def number(n):
    """The n-th valid ID number of somebody born on 1970-01-01."""
    from stdnum.cn import ric

    body = f"11010519700101{n:03d}"
    return body + ric.calc_check_digit(body + "0")


def enrolled(world, n=1, by="officer", **facts):
    """The n-th expert."""
    said = {"name": f"专家{n}", "number": number(n), "employer": f"示例大学{n}", "fields": ("standards",), **facts}
    return actions.enrol(facts=Facts(**said), by=world.users[by], at=NOW)
