"""Targets assigned to the agencies of a cluster and to the nation: the grid, the floor, the workbook, the history."""
