"""Invented people for demonstration, training and measuring: calibrated on published figures, marked SYNTHETIC, never real."""
