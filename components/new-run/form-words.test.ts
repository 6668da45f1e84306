import { expect, it } from 'vitest';
import { sayInForm } from './form-words';

it('names sweeps and fields as the form does', () => {
  expect(sayInForm('a sweep by position index (RESID_PRE) needs pairs of one length.')).toBe(
    'a sweep by position index (Residual stream) needs pairs of one length.',
  );
  expect(sayInForm('choose only sweeps without positions, such as HEAD_Z.')).toBe(
    'choose only sweeps without positions, such as Head output (z).',
  );
  expect(sayInForm('HEAD_Z_BY_POS, pair 2: no')).toBe('Head output (z) by position, pair 2: no');
  expect(sayInForm('an answer must be one token, unless answers are read as a whole (wholeAnswers).')).toBe(
    'an answer must be one token, unless answers are read as a whole.',
  );
  expect(
    sayInForm(
      'Set leaveOutUnusable to use the other 1,200, or name them in promptSetPairs; `PromptSet.check` lists the refused ones.',
    ),
  ).toBe('Leave the refused ones out to use the other 1,200.');
});

it('leaves what was typed', () => {
  expect(sayInForm("' Constantinople' is 6 tokens.")).toBe("' Constantinople' is 6 tokens.");
});
