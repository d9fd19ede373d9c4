"""Looks into files from strangers. Runs in a process of its own with limits; knows neither Django nor the database."""
