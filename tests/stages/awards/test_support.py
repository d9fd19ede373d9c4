"""What the stage takes out of each programme's file draws the list that the file asks for: quota, about-quota, a place
for each field, fixed and about-amounts, points before scores, a preference among equals alone.

S1-4, S1-5, S3-17, S3-22, S4-20, S4-21, S4-29, S4-37, S4-44, S4-45, O-8, O-17, O-20.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from juli.engines import panel
from juli.engines.policy.catalogue import open_catalogue
from juli.stages.awards import rules

CATALOGUE = open_catalogue(Path(__file__).parents[3] / "programmes")
D = Decimal
WANTED = panel.Money(D(300000))


def listed(name, entries):
    """The ranking of entries under a programme's own rules."""
    programme = CATALOGUE.load(name)
    supports = rules.supports(programme)
    return panel.rank(entries, rules.rank_rules(programme), supports)


def better(count, track="", **more):
    return [panel.Entry(f"{track}{n:02}", track, score=D(90 - n), money=WANTED, **more) for n in range(count)]


def test_seventeen_parks_with_a_hundred_thousand_each_and_the_preferred_first_among_equals():
    """S3-17, S3-22, O-17: encouraged and preferred are one flag, and it lifts nobody over a better score."""
    own = [panel.Entry(f"{n:02}", score=D(90), keys={"prefer": D(0)}) for n in range(16)]
    own += [
        panel.Entry("plain", score=D(80), keys={"prefer": D(0)}),
        panel.Entry("zgc", score=D(80), keys={"prefer": D(1)}),
    ]
    own += [panel.Entry("lower", score=D(79), keys={"prefer": D(1)})]
    found = listed("bast-2024", own)
    assert set(found.supported("")) == {f"{n:02}" for n in range(16)} | {"zgc"}
    assert {line.grant.amount for line in found.lines if line.grant} == {D(100000)}
    assert found.tracks[0].granted == D(1700000)


@pytest.mark.parametrize(("track", "places"), [("standards", 20), ("awards", 5), ("evaluation", 10)])
def test_the_tracks_of_the_societies_have_their_quotas_and_about_200_000_each(track, places):
    """S4-20, S4-21, S4-29, S4-37; O-20: an about-number is the plan, what it may differ by is the file's setting."""
    found = listed("cast-2023", better(25, track))
    mine = next(result for result in found.tracks if result.track == track)
    assert (mine.places, mine.supported, mine.granted) == (places, places, places * D(200000))
    tolerance = CATALOGUE.load("cast-2023").settings.tolerance
    about = rules.supports(CATALOGUE.load("cast-2023"))[track]
    assert about.amount.about == D(200000)
    assert about.amount.tolerance == tolerance > 0


def test_one_tracking_unit_for_each_field_with_about_100_000():
    """S4-44, S4-45."""
    own = [
        panel.Entry(name, "tracking", score=D(score), field=field, money=WANTED)
        for name, score, field in (("p", 90, "standards"), ("q", 89, "standards"), ("r", 60, "awards"), ("s", 59, "x"))
    ]
    found = listed("cast-2023", own)
    assert set(found.supported("tracking")) == {"p", "r", "s"}
    assert {line.grant.amount for line in found.lines if line.grant} == {D(100000)}


def test_points_order_and_the_key_work_goes_before_the_service_among_equals():
    """S1-4, S1-5: the order goes by points, and of equal points by those of group one."""
    programme = CATALOGUE.load("zgc-2025")
    order = rules.rank_rules(programme)
    assert (order.by, [key.name for key in order.ties]) == ("points", ["group:work", "group:service"])
    own = [
        panel.Entry("service", points=D(50), keys={"group:work": D(20), "group:service": D(30)}),
        panel.Entry("work", points=D(50), keys={"group:work": D(30), "group:service": D(20)}),
        panel.Entry("best", points=D(51), keys={"group:work": D(0), "group:service": D(51)}),
    ]
    found = panel.rank(own, order, {"": panel.Support(panel.Quota(exact=2))})
    assert [line.application for line in found.lines] == ["best", "work", "service"]


def test_what_the_notice_leaves_open_is_asked_of_the_office_before_anything_is_ranked():
    """O-8: neither quota nor amount is printed; nothing is guessed."""
    for name in ("zgc-2022", "zgc-2025"):
        assert rules.unstated(CATALOGUE.load(name)) == ("",)
    with pytest.raises(panel.BadInput):
        listed("zgc-2025", [panel.Entry("a", points=D(1))])
