"""The stage with the sample dossiers, and a shelf of small programmes that tests may change."""

import shutil
from pathlib import Path

import pytest
from django.test import Client

import juli.demo

PROGRAMMES = Path(__file__).parents[3] / "programmes"
DOSSIERS = Path(juli.demo.__file__).parent / "dossiers"

#: A call with one of everything that a page shows.
SMALL = """
id: small
title: {zh: 小项目, en: Small call}
what: call
year: 2031
programme: small
notice: {issuer: {zh: 样例部门, en: Sample office}}
windows:
  last_year: {years: -1, label: {zh: 上一年度, en: previous year}}
dates:
  opens: {at: 2031-03-01}
  closes: {before: 2031-03-20T16:00}
applicants: {types: [industry], one_per: organisation}
exclusions: []
categories:
  - id: works
    label: {zh: 工作, en: Works}
    cite: 一.1
    any_of:
      - id: works.standards
        label: {zh: 标准, en: Standards}
        count: standard
        within: last_year
        at_least: 2
        evidence: [standard_text]
      - id: works.events
        label: {zh: 活动, en: Events}
        count: activity
        within: last_year
        where: attendance >= 60
        judge: {question: {zh: 是否有影响力, en: Is it influential?}, by: office}
        at_least: 1
qualification: {id: qualification, label: {zh: 门槛, en: Threshold}, at_least: 1, of: categories}
"""
VOCABULARY = ("vocabulary.yaml", "calendar.yaml")


@pytest.fixture
def samples(settings):
    """The sample dossiers are offered."""
    settings.SAMPLES = DOSSIERS
    return DOSSIERS


@pytest.fixture
def root(settings, tmp_path):
    """A folder of programmes with one small call."""
    for name in VOCABULARY:
        shutil.copy(PROGRAMMES / name, tmp_path / name)
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "programme.yaml").write_text(SMALL, encoding="utf-8")
    settings.PROGRAMMES = tmp_path
    return tmp_path


@pytest.fixture
def visitor(db):
    """Somebody who reads Chinese."""
    return Client(raise_request_exception=True)


@pytest.fixture
def english(db):
    """Somebody who reads English."""
    client = Client()
    client.cookies["juli_language"] = "en"
    return client
