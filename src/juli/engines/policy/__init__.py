"""Programmes as data: files to rules, rules and a dossier to a verdict with reasons."""
