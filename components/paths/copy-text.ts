/** A step as text that reproduces it outside of the site. */
import { print } from 'graphql';
import { PathStepDocument, type InterveneInput } from '../generated/graphql';

/** The body of a request: query and variables as JSON, as `curl --data` and the explorer of the API take them. */
export function writeGraphql(input: InterveneInput): string {
  return JSON.stringify({ query: print(PathStepDocument), variables: { input } }, null, 1);
}

/**
 * A Python program that prints the mean change of each sender. It needs no packages.
 *
 * @param api address of the API.
 */
export function writePython(input: InterveneInput, api: string): string {
  return `"""Path patching: the mean change of the metric by each sender, largest first."""
import json
import urllib.request

API = ${JSON.stringify(api)}
INPUT = json.loads(${JSON.stringify(JSON.stringify(input))})
QUERY = "query ($input: InterveneInput!) { intervene(input: $input) { results { metric base source patched singles } } }"

body = json.dumps({"query": QUERY, "variables": {"input": INPUT}}).encode()
request = urllib.request.Request(API, body, {"content-type": "application/json"})
with urllib.request.urlopen(request) as response:
    answer = json.load(response)
if "errors" in answer:
    raise SystemExit(json.dumps(answer["errors"], indent=1))
result = answer["data"]["intervene"]["results"][0]
mean = lambda values: sum(values) / len(values)
base = mean(result["base"])
changes = {f"L{site['layer']}H{site['head']}": mean(values) - base for site, values in zip(INPUT["sites"], result["singles"])}
for name, change in sorted(changes.items(), key=lambda item: -abs(item[1])):
    print(f"{name:8} {change:+.4f}")
`;
}
