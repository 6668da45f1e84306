"""Client of Patchbay: run activation patching experiments from Python, and read results as numpy arrays and pandas frames.

    import patchbay

    client = patchbay.Client("http://127.0.0.1:3000", token="pb_...")
    run_id = client.submit("patchbay-mini", [pair], sweeps=["RESID_PRE", "HEAD_Z"])
    client.wait(run_id)
    recovery = client.array(run_id, "HEAD_Z")           # recovery.values[layer, head]
    frame = client.frame(run_id)                        # one row a patch, one column a metric

Needs Python 3.9 and numpy; `frame` needs pandas. README.md has an example that runs as it is. Names of sweep kinds, metrics and
directions are those of the API, which its explorer at /api/graphql describes.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

if TYPE_CHECKING:
    import pandas

__version__ = "0.1.0"
__all__ = [
    "ApiError",
    "Client",
    "ConnectionFailed",
    "PatchbayError",
    "Progress",
    "RunFailed",
    "SweepArray",
    "TimedOut",
    "Verdict",
]

#: The token of the environment is used where none is given.
TOKEN_VARIABLE = "PATCHBAY_TOKEN"
ENDED = frozenset(["SUCCEEDED", "FAILED", "CANCELLED"])

#: clean, corrupted, correct and incorrect; or correctSet, incorrectSet and rule. Prompts with different numbers of tokens may have an
#: alignment: a list of {"clean": position, "corrupted": position}. See PromptPairInput of the API.
Pair = Mapping[str, Any]
Json = Dict[str, Any]


class PatchbayError(Exception):
    """Any error of this client."""


class ConnectionFailed(PatchbayError):
    """The site cannot be reached, or the answer is not one of Patchbay's API."""


class TimedOut(PatchbayError):
    """The site did not answer, or a run did not end, within the given time."""


class RunFailed(PatchbayError):
    """A run that was waited for has failed or was cancelled."""

    def __init__(self, message: str, run_id: str, status: str) -> None:
        super().__init__(message)
        self.run_id = run_id
        #: FAILED or CANCELLED.
        self.status = status


class ApiError(PatchbayError):
    """The API has refused an operation. `code` says why, e.g. BAD_USER_INPUT, UNAUTHENTICATED, NOT_FOUND, QUOTA_EXCEEDED."""

    def __init__(self, errors: Sequence[Json], status: int = 200, data: Optional[Json] = None) -> None:
        #: All errors of the answer, as GraphQL has them.
        self.errors = list(errors)
        first = self.errors[0] if self.errors else {}
        extensions = first.get("extensions") or {}
        self.code: str = str(extensions.get("code", "UNKNOWN"))
        self.message: str = str(first.get("message", "The API answered with an error."))
        #: Problems of an input: a list of {path, message}.
        self.issues: List[Json] = list(extensions.get("issues") or [])
        #: HTTP status of the answer.
        self.status = status
        #: The parts of the answer that could be read; None for a refusal.
        self.data = data
        super().__init__(f"{self.code}: {self.message}")


@dataclasses.dataclass(frozen=True)
class Progress:
    """Progress of a run."""

    status: str
    #: Share of the planned work that is done, 0 to 1.
    fraction: float
    elapsed_ms: float
    #: None until there is a rate to estimate from, and after the end.
    remaining_ms: Optional[float]
    finished_sweeps: Tuple[str, ...]
    #: 1 for the run that is computed next; None when the run is not queued.
    queue_position: Optional[int]

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED


@dataclasses.dataclass(frozen=True)
class SweepArray:
    """Values of one sweep in one direction and one metric."""

    kind: str
    direction: str
    metric: str
    #: Whether `values` are recovery; otherwise they are in the metric's unit.
    normalised: bool
    #: float32, one axis for each name of `axes`; NaN where recovery is undefined.
    values: "np.ndarray[Any, np.dtype[np.float32]]"
    #: Names of the axes, e.g. ("layer", "head"), or ("prompt", "layer", "position").
    axes: Tuple[str, ...]
    #: Tokens along the axes of positions, by name of the axis; those of the first clean prompt.
    tokens: Mapping[str, Tuple[str, ...]]
    #: Which cells were computed, without the prompt axis; the others equal the base run.
    computed: "np.ndarray[Any, np.dtype[np.bool_]]"
    #: Means of the metric over the clean and the corrupted prompts, unpatched.
    clean: float
    corrupted: float


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What a run says of a claim."""

    claim: str
    #: SUPPORTED, REFUTED, UNDECIDED or INVALID.
    verdict: str
    value: Optional[float]
    #: Ends of the 95% interval over prompts; None for one prompt.
    low: Optional[float]
    high: Optional[float]
    #: Why the claim is INVALID, and the character that it is about; None otherwise.
    error: Optional[str]
    at: Optional[int]


class Client:
    """Access to one site.

    Reading needs no token. The first change without a token makes a guest, whose token is then in `token`: keep it to go on as
    the same guest. A token of an account comes from the page /account.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:3000",
        token: Optional[str] = None,
        *,
        timeout: float = 60.0,
        max_wait: float = 120.0,
    ) -> None:
        """
        :param url: address of the site.
        :param token: access token; by default that of the environment variable PATCHBAY_TOKEN.
        :param timeout: seconds that an answer may take. Computations at once, such as `intervene`, can need minutes.
        :param max_wait: seconds that one call may spend waiting, in all, where the site asks to try again later (429, 503).
        """
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(f"{url!r} is not the address of a site. Write it as http://127.0.0.1:3000.")
        self.url = url.rstrip("/")
        self.token = token or os.environ.get(TOKEN_VARIABLE) or None
        self.timeout = timeout
        self.max_wait = max_wait
        self._opener = urllib.request.build_opener(_NoRedirects())

    # --- Any operation -------------------------------------------------------------------------------------------------

    def graphql(self, query: str, variables: Optional[Mapping[str, Any]] = None) -> Json:
        """The data of a query or mutation.

        :raises ApiError: when the API answers with errors.
        :raises ConnectionFailed, TimedOut: a mutation may have been done all the same.
        """
        return self._ask(query, variables or {})

    # --- Runs ----------------------------------------------------------------------------------------------------------

    def submit(
        self,
        model: str,
        pairs: Optional[Sequence[Pair]],
        sweeps: Sequence[str] = (),
        *,
        metrics: Optional[Sequence[str]] = None,
        directions: Optional[Sequence[str]] = None,
        **options: Any,
    ) -> str:
        """Queues an experiment, and returns the id of its run. An equal run that is stored is not computed again.

        :param pairs: prompt pairs; None with the option promptSet, the id of a set of prompts.
        :param sweeps: kinds, e.g. RESID_PRE or HEAD_Z.
        :param metrics: e.g. LOGIT_DIFF or PROB; by default the logit difference.
        :param directions: DENOISING (the default), NOISING, or both.
        :param options: further fields of CreateRunInput: sweepGroups, edges, prependBos, positionsBy, promptSet, recompute,
            forkedFrom, visibility, wholeAnswers (answers of several tokens are read as a whole).
        """
        given: Json = {"model": model, "sweeps": list(sweeps), **options}
        if pairs is not None:
            given["pairs"] = [dict(pair) for pair in pairs]
        if metrics is not None:
            given["metrics"] = list(metrics)
        if directions is not None:
            given["directions"] = list(directions)
        query = "mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }"
        return str(self._change(query, {"input": given})["createRun"]["id"])

    def progress(self, run_id: str, *, timeout: Optional[float] = None, poll_seconds: float = 1.0) -> Iterator[Progress]:
        """Progress of a run until it has ended: the current state first, then each change.

        It follows the site's events, and asks for the state each `poll_seconds` where they do not arrive.

        :param timeout: seconds; None follows it for ever.
        :raises TimedOut: when the run has not ended by then.
        """
        give_up = float("inf") if timeout is None else time.monotonic() + timeout
        last: Optional[Progress] = None
        try:
            query = f"subscription ($id: ID!) {{ runProgress(id: $id) {{ {_PROGRESS} }} }}"
            for event in self._events(query, {"id": run_id}, give_up):
                last = _read_progress(event["runProgress"])
                yield last
                if last.has_ended:
                    return
        except (ConnectionFailed, TimedOut):
            # A proxy may not pass events on; polling works everywhere.
            pass
        while last is None or not last.has_ended:
            run = self._ask(f"query ($id: ID!) {{ run(id: $id) {{ progress {{ {_PROGRESS} }} }} }}", {"id": run_id})["run"]
            if run is None:
                raise _not_found("run", run_id)
            now = _read_progress(run["progress"])
            if now != last:
                yield now
            last = now
            if last.has_ended:
                return
            if time.monotonic() + poll_seconds > give_up:
                raise TimedOut(f"Run {run_id} is at {last.fraction:.0%} after {timeout} s and goes on. Wait for it again later.")
            time.sleep(poll_seconds)

    def wait(
        self, run_id: str, *, timeout: Optional[float] = None, on_progress: Optional[Callable[[Progress], None]] = None
    ) -> Progress:
        """Waits until a run has succeeded.

        :param timeout: seconds; None waits for ever.
        :raises RunFailed: when it fails or is cancelled.
        :raises TimedOut: when it has not ended by then.
        """
        for last in self.progress(run_id, timeout=timeout):
            if on_progress is not None:
                on_progress(last)
        if last.status != "SUCCEEDED":
            error = self.run(run_id)["error"]
            reason = f": {error['message']}" if error else "."
            raise RunFailed(f"Run {run_id} is {last.status.lower()}{reason}", run_id, last.status)
        return last

    def cancel(self, run_id: str) -> None:
        """Stops a run of yours; finished sweeps are kept."""
        self._change("mutation ($id: ID!) { cancelRun(id: $id) { id } }", {"id": run_id})

    def run(self, run_id: str) -> Json:
        """What was asked for, and how it went: title, status, model, pairs, sweepKinds, metrics, directions, baseline, error."""
        run = self._ask(f"query ($id: ID!) {{ run(id: $id) {{ {_RUN} }} }}", {"id": run_id})["run"]
        if run is None:
            raise _not_found("run", run_id)
        return dict(run)

    # --- Results -------------------------------------------------------------------------------------------------------

    def array(
        self,
        run_id: str,
        kind: str,
        *,
        metric: Optional[str] = None,
        direction: Optional[str] = None,
        normalised: bool = True,
        prompt: Union[int, str, None] = None,
    ) -> SweepArray:
        """The values of a finished sweep.

        :param metric: by default the first one of the run.
        :param direction: by default the first one of the run.
        :param normalised: True for recovery, False for values in the metric's unit.
        :param prompt: index of a prompt; "all" for every prompt, along a first axis; None for the mean over prompts.
        """
        if isinstance(prompt, str) and prompt != "all":
            raise ValueError(f"prompt is {prompt!r}; give an index, 'all', or None for the mean.")
        run = self._ask(
            _SWEEP,
            {
                "id": run_id,
                "kind": kind,
                "metric": metric,
                "direction": direction,
                "normalised": normalised,
                "all": prompt == "all",
                "prompt": prompt if isinstance(prompt, int) else None,
            },
        )["run"]
        if run is None:
            raise _not_found("run", run_id)
        sweep = run["sweep"]
        if sweep is None:
            kinds = ", ".join(run["sweepKinds"])
            raise _error("NOT_FOUND", f"Run {run_id} has no finished sweep {kind} in this direction. It was asked for {kinds}.")
        names = [axis["name"] for axis in sweep["axes"]]
        shape = [int(length) for length in sweep["shape"]]
        values = np.frombuffer(base64.b64decode(sweep["perPrompt"] if prompt == "all" else sweep["data"]), dtype="<f4")
        if prompt == "all":
            names, full = ["prompt", *names], [-1, *shape]
        else:
            full = shape
        return SweepArray(
            kind=sweep["kind"],
            direction=sweep["direction"],
            metric=sweep["unpatched"]["metric"],
            normalised=normalised,
            values=values.astype(np.float32).reshape(full),
            axes=tuple(names),
            tokens={
                axis["name"]: tuple(step["token"]["text"] for step in axis["steps"])
                for axis in sweep["axes"]
                if axis["steps"] and axis["steps"][0]["token"]
            },
            computed=np.frombuffer(base64.b64decode(sweep["computed"]), dtype=np.uint8).astype(np.bool_).reshape(shape),
            clean=float(sweep["unpatched"]["clean"]),
            corrupted=float(sweep["unpatched"]["corrupted"]),
        )

    def frame(
        self,
        run_id: str,
        *,
        kinds: Optional[Iterable[str]] = None,
        directions: Optional[Iterable[str]] = None,
        metrics: Optional[Iterable[str]] = None,
        normalised: bool = False,
        prompt: Union[int, str, None] = None,
    ) -> "pandas.DataFrame":
        """The results of a run as a tidy frame: one row a patch, one column a metric.

        The columns are kind, direction, the coordinates of the cell (prompt, layer, head, position, destination, src; <NA> where a
        kind has no such axis), computed, and the metrics in lower case. By default of everything that was asked for.

        :param normalised: True for recovery, False for values in the metrics' units.
        :param prompt: as for `array`; "all" gives one row for each patch and prompt.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise PatchbayError("frame needs pandas: pip install pandas. array needs numpy alone.") from error

        run = self.run(run_id)
        chosen = list(metrics) if metrics is not None else list(run["metrics"])
        if not chosen:
            raise ValueError("metrics is empty; leave it out for every metric of the run.")
        parts = []
        for kind in run["sweepKinds"] if kinds is None else kinds:
            for direction in run["directions"] if directions is None else directions:
                columns: Json = {}
                for metric in chosen:
                    sweep = self.array(run_id, kind, metric=metric, direction=direction, normalised=normalised, prompt=prompt)
                    if not columns:
                        cells = np.indices(sweep.values.shape).reshape(sweep.values.ndim, -1)
                        columns = {"kind": kind, "direction": direction, **dict(zip(sweep.axes, cells))}
                        columns["computed"] = np.broadcast_to(sweep.computed, sweep.values.shape).ravel()
                    columns[metric.lower()] = sweep.values.ravel()
                parts.append(pd.DataFrame(columns))
        frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
        coordinates = [name for name in _COORDINATES if name in frame]
        for name in coordinates:
            frame[name] = frame[name].astype("Int64")
        order = ["kind", "direction", *coordinates, "computed", *(metric.lower() for metric in chosen)]
        return frame[[name for name in order if name in frame]]

    # --- Claims and findings -------------------------------------------------------------------------------------------

    def evaluate_claims(self, run_id: str, claims: Sequence[str]) -> List[Verdict]:
        """What a run says of claims such as "z[9.9] > 0.2", in their order. docs/claims.md explains the language."""
        query = """query ($runId: ID!, $claims: [String!]!) {
          evaluateClaims(runId: $runId, claims: $claims) { claim verdict value low high error { message at } } }"""
        verdicts = self._ask(query, {"runId": run_id, "claims": list(claims)})["evaluateClaims"]
        return [_read_verdict(verdict) for verdict in verdicts]

    def publish(
        self,
        run_id: str,
        title: Optional[str] = None,
        summary: Optional[str] = None,
        *,
        tags: Optional[Sequence[str]] = None,
        claims: Optional[Sequence[str]] = None,
    ) -> str:
        """Publishes a succeeded run of yours as a finding, and returns its slug: the last part of /findings/<slug>.

        :param title: this, `summary`, `tags` and `claims` are those of the draft of a fork where they are left out.
        :param summary: Markdown; [[L9H9]] refers to a head.
        """
        given = {"runId": run_id, **_written(title, summary, tags, claims)}
        query = "mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }"
        return str(self._change(query, {"input": given})["publishFinding"]["slug"])

    def edit(
        self,
        finding: str,
        *,
        title: Optional[str] = None,
        summary: Optional[str] = None,
        tags: Optional[Sequence[str]] = None,
        claims: Optional[Sequence[str]] = None,
        reason: Optional[str] = None,
        version: Optional[int] = None,
    ) -> Json:
        """Changes a finding of yours, and gives its slug and version. What is left out stays.

        :param finding: id or slug.
        :param reason: why; shown in the history.
        :param version: the version that was read: a newer one is not overwritten (CONFLICT).
        """
        given = {"findingId": finding, **_written(title, summary, tags, claims), "reason": reason, "version": version}
        query = "mutation ($input: EditFindingInput!) { editFinding(input: $input) { slug version } }"
        return dict(self._change(query, {"input": given})["editFinding"])

    def withdraw(self, finding: str, reason: str) -> None:
        """Withdraws a finding of yours for good; its page then shows the reason. `finding` is its id or slug."""
        query = "mutation ($id: ID!, $reason: String!) { withdrawFinding(findingId: $id, reason: $reason) { id } }"
        self._change(query, {"id": finding, "reason": reason})

    def fork(
        self,
        finding: str,
        changes: Optional[Mapping[str, Any]] = None,
        *,
        text: Optional[Mapping[str, Any]] = None,
        **options: Any,
    ) -> Json:
        """Makes a run of yours from the experiment of a finding; gives run {id status} and draft {title summary tags claims}.

        Wait for the run, then `publish` it: what is left out there is that of the draft.

        :param finding: id or slug.
        :param changes: what differs, as ExperimentChanges of the API: model, pairs, promptSet, sweeps, metrics, directions, ...
        :param text: what differs in the draft: title, summary, tags, claims.
        :param options: recompute, visibility.
        """
        query = f"""mutation ($findingId: ID!, $changes: ExperimentChanges, $text: FindingTextInput, $recompute: Boolean! = false,
          $visibility: RunVisibility! = PRIVATE) {{
          forkFinding(findingId: $findingId, changes: $changes, text: $text, recompute: $recompute, visibility: $visibility) {{
            run {{ id status }} draft {{ title summary tags claims }} }} }}"""
        variables = {"findingId": finding, "changes": None if changes is None else dict(changes), "text": text, **options}
        return dict(self._change(query, variables)["forkFinding"])

    def replicate(self, finding: str) -> Json:
        """Computes the experiment of a finding again as yours; gives the evidence: id and run {id}.

        :param finding: id or slug.
        """
        query = f"mutation ($id: ID!) {{ replicateFinding(findingId: $id) {{ {_EVIDENCE} }} }}"
        return dict(self._change(query, {"id": finding})["replicateFinding"])

    def attach_evidence(self, finding: str, run_id: str, stance: str, note: str) -> Json:
        """Attaches a succeeded run to a finding.

        :param finding: id or slug.
        :param stance: SUPPORTS or REFUTES; REPLICATES for an imported run of the same experiment.
        :param note: what the run shows, in a sentence.
        """
        query = f"""mutation ($finding: ID!, $run: ID!, $stance: Stance!, $note: String!) {{
          attachEvidence(findingId: $finding, runId: $run, stance: $stance, note: $note) {{ {_EVIDENCE} }} }}"""
        variables = {"finding": finding, "run": run_id, "stance": stance, "note": note}
        return dict(self._change(query, variables)["attachEvidence"])

    def finding(self, slug: str) -> Json:
        """A published finding: title, summary, tags, author, run, claims with their verdicts, and evidence."""
        finding = self._ask(f"query ($slug: String!) {{ finding(slug: $slug) {{ {_FINDING} }} }}", {"slug": slug})["finding"]
        if finding is None:
            raise _not_found("finding", slug)
        return dict(finding)

    def search(self, search: str = "", *, limit: Optional[int] = None, **filters: Any) -> Iterator[Json]:
        """Published findings, page by page.

        :param search: words, #tag, model:gpt2, and conditions on results such as "L9H9 > 0.3".
        :param limit: how many at most; None for all.
        :param filters: further arguments of `findings`: tag, model, author, kind, verdict, sort (NEWEST, REPLICATED, SUPPORTED, DISPUTED, FORKED, STARS).
        """
        left, after = limit, None
        while left is None or left > 0:
            page = self._ask(_SEARCH, {"first": min(left or _PAGE, _PAGE), "after": after, "search": search or None, **filters})["findings"]
            yield from (dict(edge["node"]) for edge in page["edges"])
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]
            left = None if left is None else left - len(page["edges"])

    # --- What others say -----------------------------------------------------------------------------------------------

    def star(self, finding: str, on: bool = True) -> int:
        """Stars a finding, or takes your star from it; gives its number of stars. `finding` is its id or slug."""
        if on:
            query = "mutation ($id: ID!) { starFinding(findingId: $id) { starCount } }"
            return int(self._change(query, {"id": finding})["starFinding"]["starCount"])
        query = "mutation ($id: ID!) { unstarFinding(findingId: $id) { starCount } }"
        return int(self._change(query, {"id": finding})["unstarFinding"]["starCount"])

    def comment(
        self,
        finding: str,
        text: str,
        *,
        parent: Optional[str] = None,
        claim: Optional[str] = None,
        cell: Optional[str] = None,
    ) -> str:
        """Comments on a finding, and returns the id of the comment.

        :param finding: id or slug.
        :param text: Markdown; [[L9H9]] refers to a cell.
        :param parent: id of the comment that is answered.
        :param claim: id of the claim that a new thread is about.
        :param cell: the cell that a new thread is about, e.g. "z[9.9]".
        """
        query = """mutation ($findingId: ID!, $text: String!, $parentId: ID, $claimId: ID, $cell: String) {
          addComment(findingId: $findingId, text: $text, parentId: $parentId, claimId: $claimId, cell: $cell) { id } }"""
        given = {"findingId": finding, "text": text, "parentId": parent, "claimId": claim, "cell": cell}
        return str(self._change(query, given)["addComment"]["id"])

    def comments(self, finding: str, *, claim: Optional[str] = None, cell: Optional[str] = None) -> Iterator[Json]:
        """Threads on a finding, newest first: first comments, each with its `replies`.

        :param claim: id of a claim, for the threads about it.
        :param cell: for the threads about a cell, e.g. "z[9.9]".
        """
        after = None
        while True:
            variables = {"slug": finding, "first": _PAGE, "after": after, "claimId": claim, "cell": cell}
            found = self._ask(_COMMENTS, variables)["finding"]
            if found is None:
                raise _not_found("finding", finding)
            yield from (dict(edge["node"]) for edge in found["comments"]["edges"])
            if not found["comments"]["pageInfo"]["hasNextPage"]:
                return
            after = found["comments"]["pageInfo"]["endCursor"]

    # --- Collections and prompt sets -----------------------------------------------------------------------------------

    def create_collection(self, title: str, items: Sequence[Mapping[str, str]] = (), *, visibility: str = "PRIVATE") -> str:
        """Stores a list of findings with texts between them, and returns its slug: the last part of /collections/<slug>.

        :param items: {"finding": slug} or {"text": Markdown}, in their order.
        :param visibility: PRIVATE, UNLISTED or PUBLIC.
        """
        given = {"title": title, "items": [dict(item) for item in items], "visibility": visibility}
        query = "mutation ($input: CollectionInput!) { createCollection(input: $input) { slug } }"
        return str(self._change(query, {"input": given})["createCollection"]["slug"])

    def add_to_collection(self, collection: str, finding: str) -> None:
        """Adds a finding to the end of a collection that you may change. Both by id or slug."""
        query = "mutation ($id: ID!, $finding: ID!) { addToCollection(collectionId: $id, findingId: $finding) { id } }"
        self._change(query, {"id": collection, "finding": finding})

    def collection(self, slug: str) -> Json:
        """A collection: id, title, visibility, version, owner, and items, each {text} or {finding {slug title}}."""
        query = """query ($id: ID!) { collection(id: $id) {
          id slug title visibility version owner { id name } items { text finding { slug title } } } }"""
        found = self._ask(query, {"id": slug})["collection"]
        if found is None:
            raise _not_found("collection", slug)
        return dict(found)

    def create_prompt_set(self, name: str, pairs: Optional[Sequence[Pair]] = None, **options: Any) -> str:
        """Keeps prompt pairs for use in runs, and returns the id of the set: `submit` takes it as the option promptSet.

        :param options: further fields of CreatePromptSetInput: description, source, licence, visibility, model, family, forkedFrom.
        """
        given: Json = {"name": name, **options}
        if pairs is not None:
            given["pairs"] = [dict(pair) for pair in pairs]
        query = "mutation ($input: CreatePromptSetInput!) { createPromptSet(input: $input) { id } }"
        return str(self._change(query, {"input": given})["createPromptSet"]["id"])

    def prompt_set(self, set_id: str) -> Json:
        """A prompt set with all its pairs: id, version, name, description, source, licence, owner, pairCount, pairs.

        :param set_id: id, alone for the newest version, or id@2.
        """
        pairs: List[Json] = []
        while True:
            found = self._ask(_PROMPT_SET, {"id": set_id, "first": _PAIRS, "offset": len(pairs)})["promptSet"]
            if found is None:
                raise _not_found("prompt set", set_id)
            pairs += found["pairs"]
            if len(pairs) >= found["pairCount"] or not found["pairs"]:
                return {**found, "pairs": pairs}
            # The pages are of one version.
            set_id = f"{found['id']}@{found['version']}"

    # --- Files ---------------------------------------------------------------------------------------------------------

    def import_run(self, json_text: str) -> str:
        """Stores the run of a JSON file that a site or another program wrote, as yours, and returns its id.

        It is marked as imported. docs/files.md describes the file; problems are in `issues` of the ApiError.
        """
        query = "mutation ($json: String!) { importRun(json: $json) { id } }"
        return str(self._change(query, {"json": json_text})["importRun"]["id"])

    # --- Requests ------------------------------------------------------------------------------------------------------

    def _change(self, query: str, variables: Mapping[str, Any]) -> Json:
        """A mutation. Without a token each of them would be another guest's."""
        if self.token is None:
            made = self._ask('mutation { createAccessToken(name: "patchbay.py") { token } }', {})
            self.token = str(made["createAccessToken"]["token"])
        return self._ask(query, variables)

    def _ask(self, query: str, variables: Mapping[str, Any]) -> Json:
        patience = _Patience(self.max_wait)
        while True:
            status, answer, wait = self._send(query, variables)
            errors = answer.get("errors")
            if not errors:
                return dict(answer["data"])
            error = ApiError(errors, status, answer.get("data"))
            # Such an operation was refused before it did anything.
            if status in (429, 503):
                wait = patience.back_off() if wait is None else wait
            else:
                wait = _seconds_of(errors) if not any((error.data or {}).values()) else None
            if wait is None or not patience.sleep(wait):
                raise error

    def _send(self, query: str, variables: Mapping[str, Any]) -> Tuple[int, Json, Optional[float]]:
        """Status, answer, and the seconds after which to try again."""
        try:
            with self._open("/api/graphql", query, variables, "application/json", self.timeout) as response:
                status, headers, body = response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            with error:
                status, headers, body = error.code, error.headers, _translate(self.url, error.read)
        except (OSError, HTTPException) as error:
            raise _connection_error(self.url, error) from error
        retry_after = _read_retry_after(headers.get("retry-after"))
        try:
            answer = json.loads(body)
            if not isinstance(answer, dict) or not ("data" in answer or answer.get("errors")):
                raise ValueError("neither data nor errors")
        except ValueError as error:
            text = body[:200].decode(errors="replace").strip()
            if status in (429, 503):
                # A proxy's own page.
                return status, {"errors": [{"message": text, "extensions": {"code": f"HTTP_{status}"}}]}, retry_after
            raise ConnectionFailed(f"{self.url} answered with status {status}, but not as Patchbay does: {text}") from error
        return status, answer, retry_after

    def _events(self, query: str, variables: Mapping[str, Any], give_up: float) -> Iterator[Json]:
        """Data of the events of a subscription, until it is complete or `give_up` is past (of time.monotonic).

        :raises ConnectionFailed: also when the stream breaks off.
        """
        timeout = max(0.1, min(self.timeout, give_up - time.monotonic()))
        try:
            with self._open("/api/graphql/stream", query, variables, "text/event-stream", timeout) as stream:
                name = ""
                # A quiet site sends an empty comment every few seconds.
                for line in stream:
                    if time.monotonic() > give_up:
                        return
                    if line.startswith(b"event:"):
                        name = line[6:].strip().decode()
                    elif line.startswith(b"data:") and name == "next":
                        event = json.loads(line[5:])
                        if event.get("errors"):
                            raise ApiError(event["errors"], 200, event.get("data"))
                        yield event["data"]
                    elif line.startswith(b"data:") and name == "complete":
                        return
        except urllib.error.HTTPError as error:
            with error:
                raise ConnectionFailed(f"{self.url} refused a stream with status {error.code}.") from error
        except ValueError as error:
            raise ConnectionFailed(f"{self.url} sent an event that is not JSON.") from error
        except (OSError, HTTPException) as error:
            raise _connection_error(self.url, error) from error
        raise ConnectionFailed(f"The stream of {self.url} broke off.")

    def _open(self, path: str, query: str, variables: Mapping[str, Any], accept: str, timeout: float) -> Any:
        headers = {"content-type": "application/json", "accept": accept, "user-agent": f"patchbay.py/{__version__}"}
        if self.token is not None:
            headers["authorization"] = f"Bearer {self.token}"
        body = json.dumps({"query": query, "variables": dict(variables)}).encode()
        return self._opener.open(urllib.request.Request(self.url + path, body, headers), timeout=timeout)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would take the token to another host."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        raise ConnectionFailed(f"The site has moved to {newurl}. Use that address.")


class _Patience:
    """Seconds that one call may still spend waiting."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds
        self.next = 0.5

    def back_off(self) -> float:
        wait, self.next = self.next, 2 * self.next
        return wait

    def sleep(self, seconds: float) -> bool:
        """Waits; False without waiting where it would be too long."""
        if seconds > self.left:
            return False
        # Never a busy loop, even where the site says 0.
        seconds = max(seconds, 0.05)
        self.left -= seconds
        time.sleep(seconds)
        return True


_PAGE = 50
_COORDINATES = ("prompt", "layer", "head", "position", "destination", "src")
_PROGRESS = "status fraction elapsedMs remainingMs finishedSweeps queuePosition"
_EVIDENCE = "id isReplication stance note isJudged run { id status } comparison { isSame metrics { metric difference tolerance } }"
_VERDICT = "claim verdict value low high error { message at } runId"
_RUN = """id title notes createdAt status owner { id name } model { id layers heads } modelDigest prependBos wholeAnswers
  pairs { clean corrupted correct incorrect correctSet incorrectSet rule } directions metrics sweepKinds
  baseline { clean corrupted gapMean gapStandardError pairsWithRightSign verdict cannotNormalise }
  error { code message } finding { slug }"""
_FINDING = f"""id slug title summary tags createdAt editedAt author {{ id name }} modelId run {{ id }}
  claims {{ id text verdicts {{ {_VERDICT} }} }} evidence {{ {_EVIDENCE} author {{ id name }} }}"""
_SEARCH = """query ($first: Int!, $after: String, $search: String, $tag: String, $model: ID, $author: ID, $kind: SweepKind, $verdict: Verdict, $sort: FindingSort! = NEWEST) {
  findings(first: $first, after: $after, search: $search, tag: $tag, model: $model, author: $author, kind: $kind, verdict: $verdict, sort: $sort) {
    edges { node { id slug title tags createdAt author { id name } modelId run { id }
      claimCounts { supported refuted undecided invalid } evidenceCounts { replicated notReplicated supporting refuting } } }
    pageInfo { hasNextPage endCursor } } }"""
_COMMENT = "id createdAt editedAt state author { id name } text claim { id } cell"
_COMMENTS = f"""query ($slug: String!, $first: Int!, $after: String, $claimId: ID, $cell: String) {{ finding(slug: $slug) {{
  comments(first: $first, after: $after, claimId: $claimId, cell: $cell) {{
    edges {{ node {{ {_COMMENT} replies {{ {_COMMENT} parentId }} }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""
_PAIRS = 200
_PROMPT_SET = """query ($id: ID!, $first: Int!, $offset: Int!) { promptSet(id: $id) {
  id version name description source licence visibility owner { id name } pairCount
  pairs(first: $first, offset: $offset) { clean corrupted correct incorrect correctSet incorrectSet rule } } }"""
_SWEEP = """query ($id: ID!, $kind: SweepKind!, $metric: Metric, $direction: Direction, $normalised: Boolean!, $prompt: Int, $all: Boolean!) {
  run(id: $id) {
    sweepKinds
    sweep(kind: $kind, direction: $direction) {
      kind direction shape computed axes { name steps { token { text } } }
      unpatched(metric: $metric) { metric clean corrupted }
      data(normalised: $normalised, metric: $metric, prompt: $prompt) @skip(if: $all)
      perPrompt(normalised: $normalised, metric: $metric) @include(if: $all)
    }
  }
}"""


def _written(
    title: Optional[str], summary: Optional[str], tags: Optional[Sequence[str]], claims: Optional[Sequence[str]]
) -> Json:
    """The fields of a text that are given."""
    given = {"title": title, "summary": summary, "tags": _list(tags), "claims": _list(claims)}
    return {name: value for name, value in given.items() if value is not None}


def _list(given: Optional[Sequence[str]]) -> Optional[List[str]]:
    return None if given is None else list(given)


def _read_progress(given: Json) -> Progress:
    return Progress(
        status=given["status"],
        fraction=given["fraction"],
        elapsed_ms=given["elapsedMs"],
        remaining_ms=given["remainingMs"],
        finished_sweeps=tuple(given["finishedSweeps"]),
        queue_position=given["queuePosition"],
    )


def _read_verdict(given: Json) -> Verdict:
    error = given["error"] or {}
    names = ("claim", "verdict", "value", "low", "high")
    return Verdict(**{name: given[name] for name in names}, error=error.get("message"), at=error.get("at"))


def _seconds_of(errors: Sequence[Json]) -> Optional[float]:
    """Seconds after which to try again, from an error of a resolver; None where it does not say."""
    ms = (errors[0].get("extensions") or {}).get("retryAfterMs")
    return ms / 1000 if isinstance(ms, (int, float)) else None


def _read_retry_after(header: Optional[str]) -> Optional[float]:
    """Seconds of a Retry-After header: a number, or a date."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _translate(url: str, read: Callable[[], bytes]) -> bytes:
    try:
        return read()
    except (OSError, HTTPException) as error:
        raise _connection_error(url, error) from error


def _connection_error(url: str, error: BaseException) -> PatchbayError:
    reason = getattr(error, "reason", error)
    if isinstance(reason, (socket.timeout, TimeoutError)):
        return TimedOut(f"{url} did not answer in time. Give Client a longer timeout, or ask for less.")
    return ConnectionFailed(f"{url} cannot be reached: {reason}")


def _error(code: str, message: str) -> ApiError:
    return ApiError([{"message": message, "extensions": {"code": code}}])


def _not_found(what: str, name: str) -> ApiError:
    return _error("NOT_FOUND", f"There is no {what} '{name}'.")
