"""Every write of a notice: importing it, anchoring clauses in it, its annexes, its contacts."""
