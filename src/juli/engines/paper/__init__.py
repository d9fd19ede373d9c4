"""Printing: forms, receipts, sheets, letters and notices as Word and PDF, check codes and QR codes.

A :class:`document.Document` is built by :func:`forms.building.build_form` from a form and its answers, or by the
builders in :mod:`papers`; :func:`pdf.pdf` and :func:`word.word` print it, the same document always to the same bytes.
"""
