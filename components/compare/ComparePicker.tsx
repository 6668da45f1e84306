'use client';

import { Button, Group } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { RunPicker, type PickedRun } from '../run-picker/RunPicker';

interface ComparePickerProps {
  /** Null if no run is chosen. */
  readonly a: PickedRun | null;
  readonly b: PickedRun | null;
}

/** Chooses two of the visitor's runs or published runs. The choice is part of the address. */
export function ComparePicker({ a, b }: ComparePickerProps) {
  const router = useRouter();
  const [chosen, setChosen] = useState({ a: a?.id ?? '', b: b?.id ?? '' });
  const address = new URLSearchParams({ ...(chosen.a && { a: chosen.a }), ...(chosen.b && { b: chosen.b }) });
  return (
    <form
      action="/compare"
      onSubmit={(event) => {
        event.preventDefault();
        router.push(`/compare?${address.toString()}`);
      }}
    >
      <Group gap="xs" align="flex-end">
        <RunPicker
          name="a"
          label="A"
          initial={a}
          onChange={(id) => setChosen((current) => ({ ...current, a: id }))}
        />
        <RunPicker
          name="b"
          label="B"
          initial={b}
          onChange={(id) => setChosen((current) => ({ ...current, b: id }))}
        />
        <Button type="submit" size="sm" variant="default" disabled={chosen.a === '' || chosen.b === ''}>
          Compare
        </Button>
      </Group>
    </form>
  );
}
