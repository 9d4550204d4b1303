"""What tests share beside fixtures: worlds, drawn seasons, second calculations, readers of pages and files."""
