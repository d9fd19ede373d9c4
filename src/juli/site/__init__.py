"""The web site's frame: settings, addresses, the base template, its parts and the theme. It imports the stages."""
