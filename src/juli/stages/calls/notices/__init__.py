"""The notice itself 申报通知: imported, its structure recognised, each clause led to its passage (language §3)."""
