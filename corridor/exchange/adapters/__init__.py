"""Files in and out: Excel and CSV, read within limits, written without formulas."""
