/** The log of a site and its engine process, as an operator searches it. */
import { spawnSync } from 'node:child_process';
import { beforeAll, expect, it } from 'vitest';

interface Line {
  readonly msg?: string;
  readonly run?: string;
  readonly requestId?: string;
  readonly id?: string;
  readonly seen?: { readonly run: string; readonly errorId: string; readonly requestId: string };
}

let lines: Line[];
let seen: NonNullable<Line['seen']>;
const find = (msg: string): Line => lines.find((line) => line.msg === msg)!;

beforeAll(() => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/observability/fixtures/logging-site.ts'],
    // oxlint-disable-next-line node/no-process-env -- the child needs PATH
    { encoding: 'utf8', env: { ...process.env, LOG_LEVEL: 'debug' } },
  );
  lines = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));
  const last = lines.find((line) => line.seen);
  if (!last) throw new Error(`the site printed no result: ${stderr}`);
  seen = last.seen!;
});

it('names the run in lines of the web process and of the engine process', () => {
  expect(find('a run was submitted')).toMatchObject({
    run: seen.run,
    requestId: expect.stringMatching(/^[\w-]{16}$/),
  });
  // Written by the engine process.
  expect(find('the engine begins a run')).toMatchObject({ run: seen.run });
});

it('has the id of a masked error with the id of its request', () => {
  expect(find('a request failed unexpectedly')).toMatchObject({
    id: seen.errorId,
    requestId: seen.requestId,
  });
});
