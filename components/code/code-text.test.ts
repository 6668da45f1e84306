import { execFileSync, spawnSync } from 'node:child_process';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  writeClientProgram,
  writeClientPython,
  writeCurl,
  writeGraphql,
  writePython,
  writeRequest,
  writeValue,
} from './code-text';

const document = parse('query ($text: String, $n: Int) { tokenize(model: "fake", text: $text) { id } }');
/** Characters that a shell, JSON or Python could read as something else. */
const HOSTILE = `it's "quoted" $HOME \`id\` \\n \n\t"""'''\\""" '; echo no # 😀 \u2028 \ud800 {}`;
const request = writeRequest(document, { text: HOSTILE, n: null });
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('curl', () => {
  it('sends the same body whatever the texts are', () => {
    const command = writeCurl(request, 'http://127.0.0.1:3000/api/graphql');
    const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${command}`;
    const args = execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1);
    expect(args.slice(0, 5)).toEqual([
      '-s',
      'http://127.0.0.1:3000/api/graphql',
      '-H',
      'content-type: application/json',
      '-d',
    ]);
    expect(JSON.parse(args[5]!)).toEqual(request);
    expect(args).toHaveLength(6);
  });
});

describe.skipIf(!hasPython)('Python', () => {
  /** Runs a program whose requests are printed instead of sent. */
  const run = (program: string): unknown => {
    const stub = `import sys, types, json
module = types.ModuleType("patchbay")
class Client:
    def __init__(self, site): self.site = site
    def graphql(self, query, variables):
        print(json.dumps([self.site, query.strip(), variables]))
        return {"n": [1, 2]}
module.Client = Client
sys.modules["patchbay"] = module
`;
    return execFileSync('python3', ['-c', stub + program])
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  };

  it('sends the same request by the client', () => {
    const program = writeClientPython([request, request], 'http://127.0.0.1:3000', 'limit = 3');
    const expected = ['http://127.0.0.1:3000', request.query, request.variables];
    expect(run(program)).toEqual([expected, expected]);
  });

  it('runs a program by the client, and one without packages', () => {
    const program = { about: 'A mean.', document, variables: request.variables, code: '' };
    const code = 'print(json.dumps([mean(ask(VARIABLES)["n"]), VARIABLES]))';
    const byClient = writeClientProgram({ ...program, code: `import json\n${code}` }, 'http://site');
    expect(run(byClient)).toEqual([
      ['http://site', request.query, request.variables],
      [1.5, request.variables],
    ]);
    // Nothing is sent: the address is not reached.
    const alone = writePython({ ...program, code: 'print(json.dumps(VARIABLES))' }, 'http://site');
    expect(run(alone)).toEqual([request.variables]);
  });

  it('writes every value of JSON', () => {
    const value = { a: [1, -0.5, 1e-9, true, false, null, 'x'], b: {}, c: [] };
    expect(run(`import json; print(json.dumps(${writeValue(value)}))`)).toEqual([value]);
    expect(writeValue({ a: undefined })).toBe('{}');
  });
});

it('writes each document once, with the variables of every request as comments', () => {
  const text = writeGraphql([request, { ...request, variables: { text: 'b' } }]);
  expect(text.match(/tokenize/g)).toHaveLength(1);
  expect(text.match(/# Variables:/g)).toHaveLength(2);
  expect(parse(text).definitions).toHaveLength(1);
});
