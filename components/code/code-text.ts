/** A request as text that reproduces it outside of the site: curl, Python, GraphQL. */
import { print, type DocumentNode } from 'graphql';

/** One operation of the API as text. */
export interface CodeRequest {
  /** A GraphQL document. */
  readonly query: string;
  readonly variables: object;
}

/** The text of an operation, such as one that a page sends. */
export function writeRequest(document: DocumentNode, variables: object = {}): CodeRequest {
  return { query: print(document), variables };
}

/** Documents, each with its variables as comments: the explorer of the API takes them. */
export function writeGraphql(requests: readonly CodeRequest[]): string {
  const documents = [...new Set(requests.map(({ query }) => query))];
  return documents
    .map((document) => {
      const sent = requests.filter(({ query }) => query === document);
      const lines = sent.flatMap(({ variables }) => {
        const values = JSON.stringify(variables, null, 2);
        return values === '{}' ? [] : ['', '# Variables:', ...values.split('\n').map((line) => `# ${line}`)];
      });
      return [document, ...lines].join('\n');
    })
    .join('\n\n');
}

/** A command for a POSIX shell. @param api address of the API. */
export function writeCurl({ query, variables }: CodeRequest, api: string): string {
  const body = JSON.stringify({ query, variables }).replaceAll("'", `'\\''`);
  return `curl -s ${api} -H 'content-type: application/json' -d '${body}'`;
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

const MEAN = `def mean(values):
    return sum(values) / len(values)`;

/**
 * Writes the program. It needs no packages.
 *
 * @param api address of the API.
 */
export function writePython({ about, document, variables, code }: PythonProgram, api: string): string {
  return `"""${about}"""
import json
import urllib.request

API = ${writeText(api)}
VARIABLES = ${writeValue(variables)}
QUERY = ${writeBlock(print(document))}


def ask(variables):
    body = json.dumps({"query": QUERY, "variables": variables}).encode()
    request = urllib.request.Request(API, body, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
    if "errors" in answer:
        raise SystemExit(json.dumps(answer["errors"], indent=1))
    return answer["data"]


${MEAN}


${code}
`;
}

const START = 'import patchbay  # examples/python of Patchbay';

/** Writes the program for the Python client. @param site address of the site. */
export function writeClientProgram(
  { about, document, variables, code }: PythonProgram,
  site: string,
): string {
  return `"""${about}"""
${START}

client = patchbay.Client(${writeText(site)})
VARIABLES = ${writeValue(variables)}
QUERY = ${writeBlock(print(document))}


def ask(variables):
    return client.graphql(QUERY, variables)


${MEAN}


${code}
`;
}

/**
 * Sends requests with the Python client.
 *
 * @param site address of the site.
 * @param methods lines that read the same with methods of `client`; null for none.
 */
export function writeClientPython(
  requests: readonly CodeRequest[],
  site: string,
  methods: string | null = null,
): string {
  const name = (index: number): string => (requests.length > 1 ? `data_${index + 1}` : 'data');
  const calls = requests.map(
    ({ query, variables }, index) =>
      `${name(index)} = client.graphql(\n    ${writeBlock(query)},\n    ${writeValue(variables)},\n)`,
  );
  const parts = [
    START,
    `client = patchbay.Client(${writeText(site)})`,
    ...(methods === null ? [] : [methods, '# Or as the page asks for it:']),
    calls.join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A value of JSON in Python. */
export function writeValue(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return writeText(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    return `{${entries.map(([key, one]) => `${writeText(key)}: ${writeValue(one)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}

/** A text or an id in Python, whose escapes include those of JSON. */
export function writeText(text: string | number): string {
  return JSON.stringify(String(text));
}

/** A text of several lines in Python. */
function writeBlock(text: string): string {
  return `"""\n${text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"')}\n"""`;
}

/** What a view asks for, as text. */
export interface ViewCode {
  /** The operations that the view sends. */
  readonly requests: readonly CodeRequest[];
  /** Lines of Python that read the same with methods of the Python client's `client`. */
  readonly methods?: string;
  /** A program that prints the result, instead of the request alone. */
  readonly program?: PythonProgram;
}
