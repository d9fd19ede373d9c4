"""What Juli knows. Pure functions on frozen values: no framework, no clock, no network."""
