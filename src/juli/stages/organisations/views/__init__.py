"""The pages of the organisations."""
