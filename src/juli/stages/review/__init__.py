"""Review 专家评审: who scores, who may not, what they scored, and what comes of it."""
