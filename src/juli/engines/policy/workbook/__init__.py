"""Dossiers as workbooks (design §5): one sheet per kind, read without coercing anything; and templates to fill in.

read_workbook   bytes to a Dossier, or every bad cell at once
scan_workbook   bytes to what can be used and what can't, for a page that lists bad rows
template        a programme's own workbook, with lists to choose from and notes that say what each column is for
"""

from juli.engines.policy.workbook.reading import Scan, read_workbook, scan_workbook
from juli.engines.policy.workbook.template import template

__all__ = ["Scan", "read_workbook", "scan_workbook", "template"]
