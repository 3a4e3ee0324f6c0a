"""What may be published: the house's one rule of disclosure, under the name this context's readers know."""

from corridor.kernel.disclosure import Cell, protect, publishable_total

__all__ = ["Cell", "protect", "publishable_total"]
