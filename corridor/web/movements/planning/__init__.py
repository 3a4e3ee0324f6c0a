"""The screens of planning: weeks ahead, what a plan changes and why, scenarios beside it, putting it in force, calling people."""
