"""Pure rules about pairs: what is looked at first, who looks twice, how far reviewers agree, what totals have meant so far."""
