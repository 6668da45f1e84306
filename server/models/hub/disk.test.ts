import { expect, it } from 'vitest';
import { diskProblem } from './disk';

const refused = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code });

it.each([
  ['ENOSPC', /disk of the models folder is full.*is kept/],
  ['EDQUOT', /disk of the models folder is full/],
  ['EACCES', /The models folder cannot be written to \(EACCES\).*MODELS_DIR/],
  ['EPERM', /cannot be written to/],
  ['EROFS', /cannot be written to/],
])('%s is told with what to do', (code, message) => {
  expect(diskProblem(refused(code))).toMatchObject({
    code: 'MODEL_UNAVAILABLE',
    message: expect.stringMatching(message),
  });
});

it('leaves other errors to others', () => {
  expect(diskProblem(refused('EIO'))).toBeNull();
  expect(diskProblem('no error')).toBeNull();
});
