"""Accounts 账户: who people are, and what posts they hold. What a post allows, each stage says for its own acts."""
