"""The calculators: public pages over the formulas of `statistics`. Their whole state stands in the address."""
