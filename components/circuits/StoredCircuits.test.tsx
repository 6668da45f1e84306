// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { STORED_CIRCUIT } from './sample-circuit';
import { StoredCircuits } from './StoredCircuits';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('asks about the second circuit without the error of the first one', async () => {
  const api = createFakeApi({ DeleteCircuit: () => new Error('A finding rests on this circuit.') });
  const circuits = ['Name movers', 'Induction'].map((name) => ({ ...STORED_CIRCUIT, id: name, name }));
  renderInPage(
    <WithApi api={api}>
      <StoredCircuits circuits={circuits} onOpen={() => {}} onDeleted={() => {}} />
    </WithApi>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Delete “Name movers”' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Delete the circuit' }));
  await screen.findByText('A finding rests on this circuit.');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  fireEvent.click(screen.getByRole('button', { name: 'Delete “Induction”' }));
  await screen.findByText('Delete the circuit “Induction”?');
  expect(screen.queryByText('A finding rests on this circuit.')).toBeNull();
});
