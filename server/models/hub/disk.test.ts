import { expect, it } from 'vitest';
import { explainDiskError } from './disk';

const refused = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code });

it.each([
  ['ENOSPC', /disk of the models folder is full.*is kept/],
  ['EDQUOT', /disk of the models folder is full/],
  ['EACCES', /The models folder is not writable \(EACCES\).*MODELS_DIR/],
  ['EPERM', /is not writable/],
  ['EROFS', /is not writable/],
])('%s is told with what to do', (code, message) => {
  expect(explainDiskError(refused(code))).toMatchObject({
    code: 'MODEL_UNAVAILABLE',
    message: expect.stringMatching(message),
  });
});

it('leaves other errors to others', () => {
  expect(explainDiskError(refused('EIO'))).toBeNull();
  expect(explainDiskError('no error')).toBeNull();
});
