"""Executes the code cells of notebooks in order, as Jupyter would: `python models/reference/run_notebook.py <file.ipynb>...`.

A cell that raises, such as one whose assertion fails, ends the command with its traceback. Notebooks share the process, because
importing TransformerLens takes longer than most of them, and nothing else.
"""

import json
import sys
from pathlib import Path


def main() -> None:
    for file in map(Path, sys.argv[1:]):
        print(f"\nNotebook {file.stem}", flush=True)
        run(file)


def run(file: Path) -> None:
    cells = json.loads(file.read_text())["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert code, "the notebook has no code"
    names = {"__name__": "__main__"}
    for number, source in enumerate(code, start=1):
        exec(compile(source, f"cell {number} of {file.name}", "exec"), names)


if __name__ == "__main__":
    main()
