'use client';

import { Group, Select } from '@mantine/core';
import { memo, type Dispatch } from 'react';
import type { NewRunOptionsQuery } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { copyPair, EMPTY_PAIR, PRESET_SETTINGS } from './draft';
import type { FormAction } from './form-state';

interface SetupFieldsProps {
  readonly options: NewRunOptionsQuery;
  readonly model: string;
  readonly modelProblem: string | undefined;
  readonly dispatch: Dispatch<FormAction>;
}

/** The model, and the preset to start from. */
export const SetupFields = memo(function SetupFields(props: SetupFieldsProps) {
  const { options, model, modelProblem, dispatch } = props;
  const usable = options.models.filter(({ installed }) => installed);
  const start = (value: string | null): void => {
    const chosen = options.presets.find(({ id }) => id === value);
    dispatch(
      chosen
        ? {
            type: 'replace',
            pairs: chosen.pairs.map(copyPair),
            settings: { sweeps: chosen.sweeps, ...PRESET_SETTINGS },
            what: `the preset ${chosen.name}`,
          }
        : { type: 'replace', pairs: [EMPTY_PAIR], what: 'an empty pair' },
    );
  };
  return (
    <>
      {usable.length === 0 && (
        <Notice tone="error" title="No model can be run here">
          {options.models.length === 0
            ? 'There is no model in the models folder. Install one on the page Models.'
            : options.models.map(({ id, unavailable }) => `${id}: ${unavailable}`).join('\n')}
        </Notice>
      )}
      <Group align="flex-start" gap="md">
        <Select
          id="model"
          label="Model"
          data={usable.map(({ id, layers, heads }) => ({
            value: id,
            label: `${id} (${layers} layers × ${heads} heads)`,
          }))}
          value={model || null}
          onChange={(value) => value && dispatch({ type: 'set', settings: { model: value } })}
          allowDeselect={false}
          error={modelProblem}
          w={320}
        />
        <Select
          label="Start from"
          placeholder="a preset"
          data={[
            ...options.presets.map(({ id, name }) => ({ value: id, label: name })),
            { value: 'empty', label: 'Empty' },
          ]}
          value={null}
          onChange={start}
          w={320}
        />
      </Group>
    </>
  );
});
