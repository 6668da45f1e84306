"""Executes the code cells of a notebook in order, as Jupyter would: `python models/reference/run_notebook.py <file.ipynb>`.

A cell that raises, such as one whose assertion fails, ends the command with its traceback.
"""

import json
import sys
from pathlib import Path


def main() -> None:
    (file,) = sys.argv[1:]
    cells = json.loads(Path(file).read_text())["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert code, "the notebook has no code"
    names = {"__name__": "__main__"}
    for number, source in enumerate(code, start=1):
        exec(compile(source, f"cell {number} of {Path(file).name}", "exec"), names)


if __name__ == "__main__":
    main()
