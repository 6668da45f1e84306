import { GraphQLError } from 'graphql';
import { expect, it } from 'vitest';
import { badUserInput } from '../errors';
import { chooseLengthRule } from '../runs/submit/validate';
import { formatError } from './errors';

it('sends refusals of an input whole', () => {
  const rule = chooseLengthRule({
    positionsBy: 'INDEX',
    sweeps: ['RESID_PRE'],
    direction: 'DENOISING',
    directions: ['DENOISING', 'NOISING'],
  } as never);
  const refusal = rule.isMixedAllowed ? '' : rule.refusal;
  const message = `The clean prompt of pair 1 is 8 tokens long and the corrupted one 9; ${refusal}`;
  expect(message.length).toBeGreaterThan(300);
  const { extensions } = formatError(badUserInput([{ path: 'pairs.0.corrupted', message }]));
  expect(extensions?.['issues']).toEqual([{ path: 'pairs.0.corrupted', message }]);
});

it('does not send long input back in full', () => {
  const { message } = formatError(new GraphQLError(`Syntax Error: ${'x'.repeat(5000)} is not closed.`));
  expect(message.length).toBeLessThan(310);
  expect(message).toMatch(/^Syntax Error: x+ … x+ is not closed\.$/);
});
