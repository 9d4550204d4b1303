"""What pages and files are made with, for every app alike; imports ``lib`` and no app."""
