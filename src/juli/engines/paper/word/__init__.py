"""A document as a Word file that an office can go on editing: the layout of the PDF, the fonts that offices have."""

from juli.engines.paper.word.writing import word

__all__ = ["word"]
