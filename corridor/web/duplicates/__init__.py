"""Likely duplicates on screen: the queue, two records side by side, joining and taking apart, comparisons, what decisions have shown."""
