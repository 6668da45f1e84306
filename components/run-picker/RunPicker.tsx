'use client';

import { useQuery } from '@apollo/client/react';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { readError } from '../apollo/read-error';
import { RunChoicesDocument } from '../generated/graphql';
import { groupChoices } from './run-choices';

/** A search starts when typing pauses for this long. */
const PAUSE_MS = 250;

/** A chosen run. */
export interface PickedRun {
  readonly id: string;
  readonly label: string;
}

interface RunPickerProps {
  readonly name: string;
  readonly label: string;
  readonly initial: PickedRun | null;
  readonly description?: string;
  /** Width; 420 px when left out. */
  readonly w?: number | string;
  readonly isRequired?: boolean;
  /** What is wrong with the chosen run. */
  readonly problem?: string | undefined;
  /** Receives the id, or an empty text when no run is chosen. */
  readonly onChange: (id: string) => void;
}

/** Finds a run: the visitor's runs by title, published runs by the gallery's search, any run by id or address. */
export function RunPicker(props: RunPickerProps) {
  const { name, label, initial, description, w = 420, isRequired = false, problem, onChange } = props;
  const [picked, setPicked] = useState<PickedRun | null>(initial);
  const [text, setText] = useState(initial?.label ?? '');
  // The label of the chosen run is not a search.
  const [search] = useDebouncedValue(text === picked?.label ? '' : text.trim(), PAUSE_MS);
  const { data, previousData, error } = useQuery(RunChoicesDocument, { variables: { search } });
  const known = data ?? previousData;
  const groups = groupChoices(
    {
      mine: known?.mine.edges.map(({ node }) => node) ?? [],
      findings: known?.findings.edges.map(({ node }) => node) ?? [],
    },
    search,
    picked,
  );
  const choose = (id: string | null): void => {
    const choice = groups.flatMap(({ items }) => items).find(({ value }) => value === id);
    setPicked(choice ? { id: choice.value, label: choice.label } : null);
    onChange(id ?? '');
  };
  return (
    <Select
      name={name}
      label={label}
      placeholder="Search your runs and findings"
      searchable
      clearable
      w={w}
      description={description}
      required={isRequired}
      maw="100%"
      value={picked?.id ?? null}
      onChange={choose}
      searchValue={text}
      onSearchChange={setText}
      data={groups}
      // The groups are filtered already.
      filter={({ options }) => options}
      nothingFoundMessage={known ? 'No run or finding matches.' : 'Searching …'}
      error={problem ?? (error ? readError(error).message : undefined)}
      limit={120}
      maxDropdownHeight={360}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
