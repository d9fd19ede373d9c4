"""Screening 形式审查: is it complete and eligible; what the office verifies and judges."""
