"""The front door: opens the doors of the house, and nothing else."""

import typer

app = typer.Typer(no_args_is_help=True)


@app.command()
def version() -> None:
    """Say which version this is."""
    typer.echo("0.1.0")
