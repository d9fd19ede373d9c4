"""Notices to people, in the site, by e-mail and by text message, sent only if what they tell has happened."""
