"""Achievements to categories, and what is missing, as integer programmes whose answers are decided exactly."""
