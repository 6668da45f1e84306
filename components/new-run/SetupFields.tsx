'use client';

import { Select } from '@mantine/core';
import { memo, type Dispatch } from 'react';
import type { NewRunOptionsQuery } from '../generated/graphql';
import { Notice } from '../site/Notice';
import type { FormAction } from './form-state';
import classes from './run-panel.module.css';

interface SetupFieldsProps {
  readonly options: NewRunOptionsQuery;
  readonly model: string;
  readonly modelProblem: string | undefined;
  readonly dispatch: Dispatch<FormAction>;
}

/** The model that is patched. */
export const SetupFields = memo(function SetupFields(props: SetupFieldsProps) {
  const { options, model, modelProblem, dispatch } = props;
  const usable = options.models.filter(({ installed }) => installed);
  return (
    <div className={classes.model}>
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
      />
      {usable.length === 0 && (
        <Notice tone="error" title="No model can be run here">
          {options.models.length === 0
            ? 'There is no model in the models folder. Install one on the page Models.'
            : options.models.map(({ id, unavailable }) => `${id}: ${unavailable}`).join('\n')}
        </Notice>
      )}
    </div>
  );
});
