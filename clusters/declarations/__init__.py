"""What the rooms declare of themselves, and dashboards collect: each room's own module `workspace` is imported when the
portal starts (`AppConfig.ready`), so that whoever collects knows no room by name."""
