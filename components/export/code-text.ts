/** A request as text that reproduces it outside of the site. */
import { print, type DocumentNode } from 'graphql';

/** The body of a request: query and variables as JSON, as `curl --data` and the explorer of the API take them. */
export function writeGraphql(document: DocumentNode, variables: object): string {
  return JSON.stringify({ query: print(document), variables }, null, 1);
}

/** A Python program, and what it prints. */
export interface PythonProgram {
  /** Its docstring: one line. */
  readonly about: string;
  readonly document: DocumentNode;
  /** Of one request, or of several that are sent one after another. */
  readonly variables: object;
  /** Code that uses `ask(variables)`, which gives the data of an answer, and `VARIABLES`. */
  readonly code: string;
}

/**
 * Writes the program. It needs no packages.
 *
 * @param api address of the API.
 */
export function writePython({ about, document, variables, code }: PythonProgram, api: string): string {
  return `"""${about}"""
import json
import urllib.request

API = ${JSON.stringify(api)}
VARIABLES = json.loads(${JSON.stringify(JSON.stringify(variables))})
QUERY = """
${print(document)}
"""


def ask(variables):
    body = json.dumps({"query": QUERY, "variables": variables}).encode()
    request = urllib.request.Request(API, body, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
    if "errors" in answer:
        raise SystemExit(json.dumps(answer["errors"], indent=1))
    return answer["data"]


def mean(values):
    return sum(values) / len(values)


${code}
`;
}
