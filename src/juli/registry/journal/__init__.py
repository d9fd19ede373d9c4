"""An append-only, hash-chained record of every act, one chain per subject, with roots kept outside the database."""
