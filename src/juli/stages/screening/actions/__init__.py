"""Every write of the stage, a file for each noun."""
