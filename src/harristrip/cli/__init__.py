"""The command line: commands and options, each declared once; what answers them; Typer for help and mistakes."""
