"""Editing a programme file as a tree while the text stays the text: each edit is a splice at its own place.

A YAML library's round trip would write the whole file anew: wrap long lines, drop the blanks that align columns. Here
ruamel.yaml tells where every key and value stands, and only those characters are replaced, so that no comment is lost
and nothing else moves. Pure: no database, no request.

spans     where every value stands            scalars   values as YAML
splices   set, insert, remove, move, copy     shapes    what may stand at a place, from the JSON Schema
outline   the tree with its forms             posted    what a form says, as edits
"""
