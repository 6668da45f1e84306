"""Uses the Python client against a site, and writes what it read: `python check_client.py <url> <result.json>`.

python-client.ts compares the result with the API.
"""

import json
import sys

import numpy as np
import patchbay

PAIRS = [
    {
        "clean": f"When {first} and {second} went to the shops, {first} gave the bag to",
        "corrupted": f"When {first} and {second} went to the shops, {second} gave the bag to",
        "correct": f" {second}",
        "incorrect": f" {first}",
    }
    for first, second in [("John", "Mary"), ("Tom", "James"), ("Dan", "Sid")]
]
KINDS = ["RESID_PRE", "HEAD_Z", "HEAD_Z_BY_POS", "HEAD_PATTERN_DEST_SRC"]
METRICS = ["LOGIT_DIFF", "PROB", "RANK"]
DIRECTIONS = ["DENOISING", "NOISING"]


def main(url: str, file: str) -> None:
    client = patchbay.Client(url)
    run_id = client.submit("patchbay-mini", PAIRS, KINDS, metrics=METRICS, directions=DIRECTIONS)
    seen = list(client.progress(run_id, timeout=120))
    assert seen[-1].status == "SUCCEEDED" and seen[-1].fraction == 1, seen
    assert client.wait(run_id).finished_sweeps == tuple(KINDS)
    assert client.submit("patchbay-mini", PAIRS, KINDS, metrics=METRICS, directions=DIRECTIONS) == run_id

    arrays = []
    for kind in KINDS:
        for direction in DIRECTIONS:
            for metric in METRICS:
                for normalised in (True, False):
                    for prompt in (None, 1, "all"):
                        array = client.array(run_id, kind, metric=metric, direction=direction, normalised=normalised, prompt=prompt)
                        assert array.values.dtype == np.float32 and array.values.ndim == len(array.axes)
                        assert (array.kind, array.metric, array.direction) == (kind, metric, direction)
                        arrays.append({**describe(array), "kind": kind, "direction": direction, "metric": metric, "normalised": normalised, "prompt": prompt})
    assert client.array(run_id, "RESID_PRE").tokens["position"][0] == "<|endoftext|>"

    # A frame has the numbers of the arrays, in rows.
    frame = client.frame(run_id)
    expected = sum(client.array(run_id, kind).values.size for kind in KINDS) * len(DIRECTIONS)
    assert list(frame.columns) == ["kind", "direction", "layer", "head", "position", "destination", "src", "computed", "logit_diff", "prob", "rank"], list(frame.columns)
    assert len(frame) == expected, (len(frame), expected)
    by_prompt = client.frame(run_id, kinds=["HEAD_Z"], directions=["NOISING"], metrics=["PROB"], prompt="all")
    one = by_prompt[(by_prompt.prompt == 2) & (by_prompt.layer == 1) & (by_prompt["head"] == 2)]
    cube = client.array(run_id, "HEAD_Z", metric="PROB", direction="NOISING", normalised=False, prompt="all")
    assert one.prob.tolist() == [cube.values[2, 1, 2]] and len(by_prompt) == cube.values.size

    claims = ["z[1.2] > -10", "z[1.2] > 10", "z[1.2] >"]
    verdicts = client.evaluate_claims(run_id, claims)
    assert [one.verdict for one in verdicts] == ["SUPPORTED", "REFUTED", "INVALID"], verdicts
    assert verdicts[2].error and verdicts[2].at == 8, verdicts[2]
    slug = client.publish(run_id, "Names by the client", "Patching [[L1H2]] changes the answer.", tags=["ioi"], claims=claims[:1])
    assert client.run(run_id)["finding"] == {"slug": slug}

    other = patchbay.Client(url)
    evidence = other.replicate(slug)
    other.wait(evidence["run"]["id"])
    assert other.token not in (None, client.token)
    third = other.submit("patchbay-mini", PAIRS[:1], ["HEAD_Z"])
    other.wait(third)
    other.attach_evidence(slug, third, "REFUTES", "One pair shows less.")
    (replication, attached) = client.finding(slug)["evidence"]
    assert replication["comparison"]["isSame"] and attached["stance"] == "REFUTES", client.finding(slug)["evidence"]
    assert [found["slug"] for found in client.search("shops", tag="ioi", limit=5)] == [slug]

    fork = other.fork(slug, {"sweeps": ["HEAD_V"]}, text={"title": "Values of the names"})
    other.wait(fork["run"]["id"])
    forked = other.publish(fork["run"]["id"])
    assert client.finding(forked)["title"] == "Values of the names", client.finding(forked)
    assert client.edit(slug, title="Names by Python", reason="Shorter.")["version"] == 2
    assert (other.star(slug), other.star(slug, False)) == (1, 0)
    thread = other.comment(slug, "Which heads?", cell="z[1.2]")
    client.comment(slug, "[[L1H2]].", parent=thread)
    (read,) = client.comments(slug, cell="z[1.2]")
    assert [read["text"], *(reply["text"] for reply in read["replies"])] == ["Which heads?", "[[L1H2]]."], read
    listed = other.create_collection("Names", [{"text": "First."}], visibility="UNLISTED")
    other.add_to_collection(listed, slug)
    items = client.collection(listed)["items"]
    assert [item["finding"] and item["finding"]["slug"] for item in items] == [None, slug], items
    prompts = client.create_prompt_set("Names", PAIRS, visibility="UNLISTED")
    assert [pair["clean"] for pair in other.prompt_set(prompts)["pairs"]] == [pair["clean"] for pair in PAIRS]
    other.withdraw(forked, "Only a test.")
    assert forked not in [found["slug"] for found in client.search("names")]

    for call, code in [
        (lambda: other.cancel(run_id), "FORBIDDEN"),
        (lambda: client.run("none"), "NOT_FOUND"),
        (lambda: client.array(run_id, "MLP_OUT"), "NOT_FOUND"),
        (lambda: client.submit("patchbay-mini", [{**PAIRS[0], "correct": "two tokens"}], ["HEAD_Z"]), "BAD_USER_INPUT"),
        (lambda: client.import_run("{}"), "BAD_USER_INPUT"),
        (lambda: other.edit(slug, title="Mine"), "FORBIDDEN"),
        (lambda: client.graphql("{ nothing }"), "GRAPHQL_VALIDATION_FAILED"),
        (lambda: patchbay.Client(url, "pb_wrong").graphql("{ viewer { id } }"), "UNAUTHENTICATED"),
    ]:
        try:
            call()
        except patchbay.ApiError as error:
            assert error.code == code, error
        else:
            raise AssertionError(f"{code} was expected")

    rows = json.loads(frame.to_json(orient="split"))
    with open(file, "w") as out:
        json.dump({"runId": run_id, "token": client.token, "arrays": arrays, "frame": {"columns": rows["columns"], "rows": rows["data"]}}, out)


def describe(array: patchbay.SweepArray) -> dict:
    values = [None if np.isnan(value) else float(value) for value in array.values.ravel()]
    return {"axes": array.axes, "shape": array.values.shape, "values": values}


if __name__ == "__main__":
    main(*sys.argv[1:])
