"""The whole file 全卷 of one application on one page: every stage gives its sections, in the order of the life."""
