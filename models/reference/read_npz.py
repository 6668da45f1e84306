"""Reads an exported .npz file with numpy: `python models/reference/read_npz.py <file.npz> <file.json>`.

Asserts names, types, shapes and values, which the JSON file lists.
"""

import json
import sys

import numpy as np


def main() -> None:
    arrays_file, json_file = sys.argv[1:]
    expected = json.loads(open(json_file).read())
    with np.load(arrays_file) as arrays:
        assert arrays.files == [one["name"] for one in expected], arrays.files
        for one in expected:
            array = arrays[one["name"]]
            assert array.dtype == np.float32 and list(array.shape) == one["shape"], one["name"]
            values = np.array([np.nan if value is None else value for value in one["values"]], dtype=np.float32)
            np.testing.assert_array_equal(array.ravel(), values)
    print(f"npz: numpy {np.__version__} reads {len(expected)} arrays as they were written")


if __name__ == "__main__":
    main()
