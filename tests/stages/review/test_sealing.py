"""Numbers of identity and bank are sealed with keys of their own."""

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from juli.stages.review import identities, sealing

OLD, NEW = "o" * 40, "n" * 40


def test_what_is_sealed_opens_for_the_same_context_alone(settings):
    settings.JULI_IDENTITY_KEYS = [OLD]
    sealed = sealing.seal("11010519491231002X", "a")
    assert "1101" not in sealed
    assert sealing.seal("11010519491231002X", "a") != sealed
    assert sealing.opened(sealed, "a") == "11010519491231002X"
    with pytest.raises(sealing.Unsealable):
        sealing.opened(sealed, "b")
    with pytest.raises(sealing.Unsealable):
        sealing.opened(sealed[:-2] + "A=", "a")


def test_an_old_key_opens_and_the_first_one_seals(settings):
    settings.JULI_IDENTITY_KEYS = [OLD]
    sealed, digest = sealing.seal("1", "a"), sealing.digest("1")
    settings.JULI_IDENTITY_KEYS = [NEW, OLD]
    assert sealing.opened(sealed, "a") == "1"
    assert (sealing.fresh(sealed), sealing.fresh(sealing.seal("1", "a"))) == (False, True)
    assert sealing.digests("1")[1] == digest
    settings.JULI_IDENTITY_KEYS = [NEW]
    with pytest.raises(sealing.Unsealable):
        sealing.opened(sealed, "a")


def test_a_machine_without_keys_makes_one_and_keeps_it(settings, tmp_path):
    settings.JULI_IDENTITY_KEYS, settings.JULI_IDENTITY_FILE = [], tmp_path / "var" / "key"
    first = sealing.digest("1")
    assert sealing.digest("1") == first
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["key"]
    assert (tmp_path / "var" / "key").stat().st_mode & 0o777 == 0o600


def test_a_short_key_is_refused(settings):
    settings.JULI_IDENTITY_KEYS = ["short"]
    with pytest.raises(ImproperlyConfigured):
        sealing.digest("1")


@pytest.mark.parametrize(
    "text",
    ["11010519491231002", "110105194912310021", "11010519491331002X", "1101051949123100２a", "A1010519491231002X"],
)
def test_a_number_that_nobody_has_is_refused(text):
    with pytest.raises(ValidationError):
        identities.resident(text)


def test_a_number_is_kept_plain():
    assert identities.resident(" 110105 19491231 002x ") == "11010519491231002X"
    assert identities.resident("１１０１０５19491231002X") == "11010519491231002X"
