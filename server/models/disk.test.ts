import { expect, it } from 'vitest';
import { diskProblem } from './disk';

const refused = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code });

it.each([
  ['ENOSPC', /disk of the models folder is full.*is kept/],
  ['EDQUOT', /disk of the models folder is full/],
  ['EACCES', /models folder cannot be written to \(EACCES\).*MODELS_DIR/],
  ['EPERM', /cannot be written to/],
  ['EROFS', /cannot be written to/],
])('%s is told with what to do', (code, message) => {
  const problem = diskProblem(refused(code), '/home/somebody/models');
  expect(problem).toMatchObject({ code: 'MODEL_UNAVAILABLE', message: expect.stringMatching(message) });
  expect(problem!.message).not.toContain('somebody');
});

it('leaves other errors to others', () => {
  expect(diskProblem(refused('EIO'), '/models')).toBeNull();
  expect(diskProblem('no error', '/models')).toBeNull();
});
