import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { readStartFlags } from './start-flags.mjs';

it('reads flags before the environment, and that before the defaults', () => {
  expect(readStartFlags([], {})).toEqual({ port: 3000, host: '127.0.0.1', dev: false });
  expect(readStartFlags([], { PORT: '4000', HOST: '::' })).toMatchObject({ port: 4000, host: '::' });
  expect(readStartFlags(['-p', '5000', '--host=lab', '--dev'], { PORT: '4000' })).toEqual({
    port: 5000,
    host: 'lab',
    dev: true,
  });
});

it.each([
  [['--port', '-1'], /--port must be a whole number from 1 to 65535, not '-1'/],
  [['--port=-1'], /not '-1'/],
  [['-p', '-3000'], /not '-3000'/],
  [['--port', 'abc'], /not 'abc'/],
  [['--port', '70000'], /not '70000'/],
  [['--port', '1e3'], /not '1e3'/],
  [['--port', ''], /not ''/],
  [['--port'], /argument missing/],
  [['--nonsense'], /Unknown option '--nonsense'/],
  [['4000'], /Unexpected argument '4000'/],
  [['--host', ''], /--host is empty/],
])('says in one line what is wrong with %j', (args, message) => {
  expect(() => readStartFlags(args, {})).toThrow(message);
  expect(() => readStartFlags(args, {})).toThrow(/^[^\n]* Usage: npm start -- --port 3000[^\n]*$/);
});

it('says which environment variable is wrong', () => {
  expect(() => readStartFlags([], { PORT: 'abc' })).toThrow(/^PORT must be/);
});

it('ends npm start with that line and no stack', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/start.mjs', '--port', '-1'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/^--port must be .* not '-1'\. Usage: /)]);
});
