"""Released figures as open data: flat rows, as CSV and as JSON, with a schema. Pure: figures in, text out."""
