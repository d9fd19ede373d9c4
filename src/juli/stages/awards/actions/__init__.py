"""Every write of the stage."""
