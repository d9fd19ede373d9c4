"""Organisations 单位: who they are, who acts for them, and how they stand. Entered once, used by every form."""
