"""``juli check``: one dossier against one programme."""

from __future__ import annotations

import datetime as dt

import click

from juli.cli.desk import Desk, today
from juli.cli.dossiers import chosen_readings, load_dossier, with_tracks
from juli.cli.language import told
from juli.cli.options import as_of_option, at_desk, command, readings_option, tracks_option
from juli.cli.verdict_page import print_verdict
from juli.engines.policy.as_data import verdict_data
from juli.engines.policy.interpreter import Judge


@command(
    short=("逐条判定一份材料", "Judge a dossier clause by clause"),
    more=(
        "每条给出符合、不符合或待认定，说明数量、所用事项、缺少的材料和等待的认定。",
        (
            "Met, unmet or open for every clause, with the numbers, the works used, the evidence that is missing and "
            "the judgements waited for."
        ),
    ),
    example="juli check call.yaml dossier.yaml",
)
@click.argument("programme")
@click.argument("dossier")
@as_of_option
@tracks_option
@readings_option
@click.option("--all", "everything", is_flag=True, help=told("全部列出，不合并、不省略", "leave nothing out"))
@click.option("--rules", is_flag=True, help=told("在每条下写明要求", "say under each clause what it asks"))
@at_desk
def check(
    desk: Desk,
    programme: str,
    dossier: str,
    as_of: dt.date | None,
    tracks: tuple[str, ...],
    readings: tuple[str, ...],
    everything: bool,
    rules: bool,
) -> None:
    """Judge a dossier."""
    catalogue = desk.catalogue
    found = catalogue.load(programme)
    judge = Judge(found, catalogue.calendar)
    chosen = chosen_readings(readings, found)
    read = with_tracks(load_dossier(dossier, catalogue.vocabulary), tracks, found)
    verdict = judge.verdict(read, as_of or today(), chosen)
    if desk.as_json:
        desk.data(verdict_data(verdict, desk.lang))
    else:
        print_verdict(verdict, read, desk, everything=everything, rules=rules)
