"""Juli: funding programmes for social organisations, as data, with reasons."""
