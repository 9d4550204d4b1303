"""The pages of entering, moving and reviewing submissions."""
