// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { NeuronTable } from './NeuronTable';

afterEach(cleanup);

it('patches the neurons of the cell when it is asked to, and says what the numbers are', async () => {
  const api = createFakeApi({
    Neurons: () => ({
      neurons: {
        __typename: 'NeuronSweep',
        neurons: 3072,
        base: [1, 3],
        together: [2, 5],
        sum: 0.9,
        top: [
          {
            __typename: 'NeuronEffect',
            neuron: 373,
            base: 0.1,
            source: -0.2,
            value: 2.5,
            change: 0.5,
            recovery: null,
          },
        ],
      },
    }),
  });
  renderInPage(
    <WithApi api={api}>
      <NeuronTable runId="r1" layer={9} place="·to 2" position={4} direction="NOISING" metric="LOGIT_DIFF" />
    </WithApi>,
  );
  expect(api.asked).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Patch its neurons one by one' }));
  await screen.findByText('373');
  expect(api.asked[0]!.variables).toEqual({
    input: { run: 'r1', layer: 9, positions: [4], direction: 'NOISING', metric: 'LOGIT_DIFF', top: 20 },
  });
  const about = screen.getByText(/layer 9 at ·to 2, noising/).textContent;
  expect(about).toContain('each of 3,072 neurons patched alone');
  expect(about).toContain('All together: +1.500 logits; sum of all alone: +0.900 logits');
  expect(screen.getByText('undefined')).toBeTruthy();
});
