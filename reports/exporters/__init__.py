"""The outputs; each module registers its own kind."""

from . import cluster_pack, cluster_report, cluster_workbook, ministry_workbook, open_data

__all__ = ["cluster_pack", "cluster_report", "cluster_workbook", "ministry_workbook", "open_data"]
