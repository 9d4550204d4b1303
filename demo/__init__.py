"""The demonstration years: pure generators of figures and a plan of the live season, and the loader that stores them.

Only totals of 2024 are public. Everything per agency is made up here, the same on every machine, and marked as
illustrative where it is stored.
"""
