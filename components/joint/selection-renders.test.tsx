// @vitest-environment jsdom
/** What is rendered with each selected cell. Counts do not depend on the machine. */
import type * as MantineType from '@mantine/core';
import type { NumberInputProps, SelectProps } from '@mantine/core';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { PinnedCell } from '../sweep/view-state';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { SelectionBar } from './SelectionBar';

type Mantine = typeof MantineType;

const counted = vi.hoisted(() => ({ controls: 0 }));
vi.mock('@mantine/core', async (importOriginal) => {
  const mantine = await importOriginal<Mantine>();
  const { Select, NumberInput } = mantine;
  return {
    ...mantine,
    Select: (props: SelectProps) => {
      counted.controls++;
      return <Select {...props} />;
    },
    NumberInput: (props: NumberInputProps) => {
      counted.controls++;
      return <NumberInput {...props} />;
    },
  };
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const nothing = (): void => {};

function Page() {
  const [selection, setSelection] = useState<readonly PinnedCell[]>([]);
  const next: PinnedCell = { kind: 'HEAD_Z', layer: selection.length, head: 1, position: null };
  return (
    <>
      <button onClick={() => setSelection([...selection, next])}>Next cell</button>
      <SelectionBar
        runId="k3F9"
        pairs={2}
        direction="DENOISING"
        selection={selection}
        isSelecting
        topCount={5}
        onTopCount={nothing}
        onSelecting={nothing}
        onChange={nothing}
      />
    </>
  );
}

it('renders the names of the cells, and not the fields beside them', () => {
  renderInPage(
    <WithApi api={createFakeApi({})}>
      <Page />
    </WithApi>,
  );
  expect(counted.controls).toBe(2);
  fireEvent.click(screen.getByText('Next cell'));
  fireEvent.click(screen.getByText('Next cell'));
  expect(screen.getByRole('status').textContent).toBe('2 cells selected: L0H1 z, L1H1 z');
  expect(counted.controls).toBe(2);
});
