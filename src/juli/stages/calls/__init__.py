"""Calls: programmes as clause boards, dossiers held against them, editions compared, thresholds tried out."""
