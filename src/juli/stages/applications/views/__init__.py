"""The pages of the stage: each calls one query or one action."""
