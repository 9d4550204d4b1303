"""The catalogue of indicators: the library that everybody reads, and how the Ministry changes it."""
