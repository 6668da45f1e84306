"""Creates a run, follows it to its end, reads a sweep and publishes a finding. Needs Python 3.9 and no packages.

Usage: python3 examples/run.py [site], e.g. python3 examples/run.py http://127.0.0.1:3000
PATCHBAY_TOKEN is an access token of the page Identity (/account); without it, a new guest is created.
"""

import base64
import json
import os
import struct
import sys
import urllib.request

API = f"{sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:3000'}/api/graphql"
PAIR = {
    "clean": "When John and Mary went to the shops,  John gave the bag to",
    "corrupted": "When John and Mary went to the shops,  Mary gave the bag to",
    "correct": " Mary",
    "incorrect": " John",
}


def send(address: str, query: str, variables: dict, headers: dict):
    """Opens the response to a GraphQL operation."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    return urllib.request.urlopen(urllib.request.Request(address, body, {"content-type": "application/json", **headers}))


def ask(query: str, variables: dict = {}, token: str = "") -> dict:
    """Data of a query or mutation. An error of the API ends the program with its message."""
    with send(API, query, variables, {"authorization": f"Bearer {token}"} if token else {}) as response:
        answer = json.load(response)
    if "errors" in answer:
        raise SystemExit(json.dumps(answer["errors"], indent=1))
    return answer["data"]


def follow(run_id: str, token: str):
    """Progress of a run by server-sent events, until the run has ended. A new run is private, so the token is needed."""
    query = "subscription ($id: ID!) { runProgress(id: $id) { status fraction finishedSweeps } }"
    with send(f"{API}/stream", query, {"id": run_id}, {"accept": "text/event-stream", "authorization": f"Bearer {token}"}) as stream:
        for line in stream:
            if line.startswith(b"data: {"):
                yield json.loads(line[6:])["data"]["runProgress"]


def decode(data: str) -> list:
    """Numbers of an array of the API: base64 of little-endian float32."""
    values = base64.b64decode(data)
    return list(struct.unpack(f"<{len(values) // 4}f", values))


def main() -> None:
    token = os.environ.get("PATCHBAY_TOKEN") or ask('mutation { createAccessToken(name: "run.py") { token } }')["createAccessToken"]["token"]
    create = "mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }"
    experiment = {"model": "patchbay-mini", "pairs": [PAIR], "sweeps": ["RESID_PRE", "HEAD_Z"]}
    run_id = ask(create, {"input": experiment}, token)["createRun"]["id"]
    for progress in follow(run_id, token):
        print(f"{progress['status']} {progress['fraction']:.0%} {', '.join(progress['finishedSweeps'])}")

    query = "query ($id: ID!) { run(id: $id) { baseline { clean corrupted } sweep(kind: RESID_PRE) { shape data(normalised: true) } } }"
    run = ask(query, {"id": run_id}, token)["run"]
    layers, positions = run["sweep"]["shape"]
    recovery = decode(run["sweep"]["data"])
    print("baseline", run["baseline"])
    for layer in range(layers):
        print(f"layer {layer}", " ".join(f"{value:+.2f}" for value in recovery[layer * positions : (layer + 1) * positions]))

    publish = "mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }"
    finding = {"runId": run_id, "title": "Names by Python", "summary": "At layer 0, position 11 has the name: [[resid 0 @ 11]].", "tags": ["ioi"]}
    print(f"published /findings/{ask(publish, {'input': finding}, token)['publishFinding']['slug']}")


if __name__ == "__main__":
    main()
