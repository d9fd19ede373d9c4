"""Demonstration data: fictional organisations. Alone allowed to name programmes."""
