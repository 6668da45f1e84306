"""Tests of the client against a made-up site: requests, retries and errors. Needs numpy; `python -m unittest test_patchbay`."""

from __future__ import annotations

import json
import os
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, List, Tuple
from unittest import mock

import patchbay

Answer = Tuple[int, Dict[str, str], bytes]


def data(given: Any) -> Answer:
    return 200, {"content-type": "application/json"}, json.dumps({"data": given}).encode()


def refusal(code: str, message: str, status: int = 200, headers: Dict[str, str] = {}, **extensions: Any) -> Answer:
    error = {"message": message, "extensions": {"code": code, **extensions}}
    return status, headers, json.dumps({"errors": [error], "data": None}).encode()


def events(*given: Any, end: bytes = b"event: complete\ndata:\n\n") -> Answer:
    body = b":\n\n" + b"".join(b"event: next\ndata: " + json.dumps(event).encode() + b"\n\n" for event in given) + end
    return 200, {"content-type": "text/event-stream"}, body


def progress(status: str, fraction: float) -> Dict[str, Any]:
    given = {"status": status, "fraction": fraction, "elapsedMs": 1, "remainingMs": None, "finishedSweeps": [], "queuePosition": None}
    return {"data": {"runProgress": given}}


class Site:
    """Answers with `answers` in their order, and keeps the requests."""

    def __init__(self) -> None:
        self.answers: List[Answer] = []
        self.requests: List[Dict[str, Any]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                site.requests.append({**body, "path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}})
                status, headers, answer = site.answers.pop(0)
                self.send_response(status)
                for name, value in {**headers, "content-length": str(len(answer))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


class ClientTest(unittest.TestCase):
    def setUp(self) -> None:
        self.site = Site()
        self.addCleanup(self.site.server.server_close)
        self.addCleanup(self.site.server.shutdown)
        self.client = patchbay.Client(self.site.url, token="pb_secret", timeout=10, max_wait=5)

    def test_sends_the_token_with_every_operation(self) -> None:
        self.site.answers = [data({"viewer": None})]
        self.assertEqual(self.client.graphql("{ viewer { id } }"), {"viewer": None})
        (request,) = self.site.requests
        self.assertEqual(request["headers"]["authorization"], "Bearer pb_secret")
        self.assertEqual((request["path"], request["query"], request["variables"]), ("/api/graphql", "{ viewer { id } }", {}))

    def test_becomes_one_guest_for_all_changes(self) -> None:
        with mock.patch.dict(os.environ):
            os.environ.pop(patchbay.TOKEN_VARIABLE, None)
            client = patchbay.Client(self.site.url)
        self.site.answers = [data({"createAccessToken": {"token": "pb_new"}}), data({"cancelRun": {}}), data({"cancelRun": {}})]
        client.cancel("a")
        client.cancel("b")
        sent = [request["headers"].get("authorization") for request in self.site.requests]
        self.assertEqual(sent, [None, "Bearer pb_new", "Bearer pb_new"])
        self.assertEqual(client.token, "pb_new")

    def test_errors_have_code_message_and_issues(self) -> None:
        issues = [{"path": "pairs.0.correct", "message": "two tokens"}]
        for status in (200, 400):
            self.site.answers = [refusal("BAD_USER_INPUT", "two tokens", status, issues=issues)]
            with self.assertRaises(patchbay.ApiError) as caught:
                self.client.submit("mini", [])
            self.assertEqual((caught.exception.code, caught.exception.message), ("BAD_USER_INPUT", "two tokens"))
            self.assertEqual((caught.exception.issues, caught.exception.status), (issues, status))
        self.assertEqual(len(self.site.requests), 2)

    def test_waits_as_the_site_asks(self) -> None:
        self.site.answers = [
            refusal("QUOTA_EXCEEDED", "too fast", 429, {"retry-after": "0"}),
            (503, {"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, b"<h1>restarting</h1>"),
            refusal("QUOTA_EXCEEDED", "too fast", 200, retryAfterMs=1),
            data({"viewer": None}),
        ]
        self.assertEqual(self.client.graphql("{ viewer { id } }"), {"viewer": None})
        self.assertEqual(len(self.site.requests), 4)

    def test_gives_up_where_it_would_wait_too_long(self) -> None:
        self.site.answers = [refusal("QUOTA_EXCEEDED", "too fast", 429, {"retry-after": "3600"})]
        with self.assertRaises(patchbay.ApiError) as caught:
            self.client.graphql("{ viewer { id } }")
        self.assertEqual((caught.exception.code, len(self.site.requests)), ("QUOTA_EXCEEDED", 1))

    def test_does_not_send_twice_what_may_have_been_done(self) -> None:
        self.site.answers = [refusal("INTERNAL_SERVER_ERROR", "id 1", 500)]
        with self.assertRaises(patchbay.ApiError):
            self.client.cancel("a")
        self.assertEqual(len(self.site.requests), 1)

    def test_does_not_follow_redirects(self) -> None:
        self.site.answers = [(301, {"location": "http://elsewhere.invalid/"}, b"")]
        with self.assertRaisesRegex(patchbay.ConnectionFailed, "moved to http://elsewhere.invalid/"):
            self.client.graphql("{ viewer { id } }")

    def test_says_that_it_is_not_the_api(self) -> None:
        self.site.answers = [(200, {}, b"<h1>Hello</h1>")]
        with self.assertRaisesRegex(patchbay.ConnectionFailed, "not as Patchbay does: <h1>Hello"):
            self.client.graphql("{ viewer { id } }")
        with self.assertRaisesRegex(patchbay.ConnectionFailed, "cannot be reached"):
            patchbay.Client("http://127.0.0.1:1").graphql("{ viewer { id } }")
        with self.assertRaisesRegex(ValueError, "not the address"):
            patchbay.Client("127.0.0.1:3000")

    def test_follows_a_run_by_events(self) -> None:
        self.site.answers = [events(progress("RUNNING", 0.5), progress("SUCCEEDED", 1))]
        seen: List[float] = []
        last = self.client.wait("a", on_progress=lambda one: seen.append(one.fraction))
        self.assertEqual((seen, last.status), ([0.5, 1], "SUCCEEDED"))
        self.assertEqual(self.site.requests[0]["headers"]["accept"], "text/event-stream")

    def test_polls_where_events_break_off(self) -> None:
        ended = progress("SUCCEEDED", 1)["data"]["runProgress"]
        self.site.answers = [events(progress("RUNNING", 0.5), end=b""), data({"run": {"progress": ended}})]
        self.assertEqual([one.status for one in self.client.progress("a", poll_seconds=0.01)], ["RUNNING", "SUCCEEDED"])

    def test_a_run_that_does_not_end_in_time(self) -> None:
        running = progress("RUNNING", 0.5)["data"]["runProgress"]
        self.site.answers = [(404, {}, b""), data({"run": {"progress": running}})]
        with self.assertRaisesRegex(patchbay.TimedOut, "at 50% after 0.2 s"):
            self.client.wait("a", timeout=0.2)

    def test_a_run_that_fails(self) -> None:
        self.site.answers = [
            events(progress("FAILED", 0.5)),
            data({"run": {"error": {"code": "ENGINE_FAILED", "message": "out of memory"}}}),
        ]
        with self.assertRaisesRegex(patchbay.RunFailed, "Run a is failed: out of memory"):
            self.client.wait("a")

    def test_searches_page_by_page(self) -> None:
        def page(slugs: List[str], more: bool) -> Answer:
            edges = [{"node": {"slug": slug}} for slug in slugs]
            return data({"findings": {"edges": edges, "pageInfo": {"hasNextPage": more, "endCursor": slugs[-1]}}})

        self.site.answers = [page(["a", "b"], True), page(["c"], False)]
        self.assertEqual([found["slug"] for found in self.client.search("L1H2 > 0.2", tag="ioi", limit=10)], ["a", "b", "c"])
        first, second = (request["variables"] for request in self.site.requests)
        self.assertEqual(first, {"first": 10, "after": None, "search": "L1H2 > 0.2", "tag": "ioi"})
        self.assertEqual((second["first"], second["after"]), (8, "b"))

    def test_each_method_of_collaboration_sends_what_it_was_given(self) -> None:
        client = self.client
        fork = {"run": {"id": "r", "status": "QUEUED"}, "draft": {"title": "T"}}
        cases: List[Tuple[Callable[[], Any], Any, Dict[str, Any], Any]] = [
            (
                lambda: client.fork("names", {"sweeps": ["HEAD_V"]}, text={"title": "T"}, recompute=True),
                {"forkFinding": fork},
                {"findingId": "names", "changes": {"sweeps": ["HEAD_V"]}, "text": {"title": "T"}, "recompute": True},
                fork,
            ),
            (lambda: client.publish("r"), {"publishFinding": {"slug": "s"}}, {"input": {"runId": "r"}}, "s"),
            (
                lambda: client.edit("names", claims=[], reason="Wrong.", version=2),
                {"editFinding": {"slug": "names", "version": 3}},
                {"input": {"findingId": "names", "claims": [], "reason": "Wrong.", "version": 2}},
                {"slug": "names", "version": 3},
            ),
            (lambda: client.withdraw("names", "Wrong."), {"withdrawFinding": {"id": "f"}}, {"id": "names", "reason": "Wrong."}, None),
            (lambda: client.star("names"), {"starFinding": {"starCount": 2}}, {"id": "names"}, 2),
            (lambda: client.star("names", False), {"unstarFinding": {"starCount": 1}}, {"id": "names"}, 1),
            (
                lambda: client.comment("names", "Why?", cell="z[9.9]"),
                {"addComment": {"id": "c"}},
                {"findingId": "names", "text": "Why?", "parentId": None, "claimId": None, "cell": "z[9.9]"},
                "c",
            ),
            (
                lambda: client.create_collection("Heads", [{"finding": "names"}, {"text": "So."}]),
                {"createCollection": {"slug": "heads"}},
                {"input": {"title": "Heads", "items": [{"finding": "names"}, {"text": "So."}], "visibility": "PRIVATE"}},
                "heads",
            ),
            (
                lambda: client.add_to_collection("heads", "names"),
                {"addToCollection": {"id": "l"}},
                {"id": "heads", "finding": "names"},
                None,
            ),
            (lambda: client.collection("heads"), {"collection": {"id": "l"}}, {"id": "heads"}, {"id": "l"}),
            (
                lambda: client.create_prompt_set("IOI", [{"clean": "a"}], licence="MIT"),
                {"createPromptSet": {"id": "p"}},
                {"input": {"name": "IOI", "licence": "MIT", "pairs": [{"clean": "a"}]}},
                "p",
            ),
            (lambda: client.import_run("{}"), {"importRun": {"id": "r"}}, {"json": "{}"}, "r"),
        ]
        for call, answer, variables, result in cases:
            self.site.answers = [data(answer)]
            self.assertEqual(call(), result)
            sent = self.site.requests[-1]["variables"]
            given = sent.get("input", sent) if "input" in variables else sent
            wanted = variables.get("input", variables)
            self.assertEqual({name: value for name, value in given.items() if name in wanted}, wanted)

    def test_reads_comments_and_pairs_page_by_page(self) -> None:
        def threads(ids: List[str], more: bool) -> Answer:
            edges = [{"node": {"id": one, "replies": []}} for one in ids]
            return data({"finding": {"comments": {"edges": edges, "pageInfo": {"hasNextPage": more, "endCursor": ids[-1]}}}})

        self.site.answers = [threads(["a", "b"], True), threads(["c"], False), data({"finding": None})]
        self.assertEqual([one["id"] for one in self.client.comments("names")], ["a", "b", "c"])
        self.assertEqual([request["variables"]["after"] for request in self.site.requests], [None, "b"])
        with self.assertRaisesRegex(patchbay.ApiError, "no finding 'none'"):
            list(self.client.comments("none"))

        def pairs(texts: List[str]) -> Answer:
            found = {"id": "p", "version": 4, "pairCount": 3, "pairs": [{"clean": text} for text in texts]}
            return data({"promptSet": found})

        self.site.answers = [pairs(["a", "b"]), pairs(["c"])]
        self.assertEqual([pair["clean"] for pair in self.client.prompt_set("p")["pairs"]], ["a", "b", "c"])
        last = self.site.requests[-1]["variables"]
        self.assertEqual((last["id"], last["offset"]), ("p@4", 2))


if __name__ == "__main__":
    unittest.main()
