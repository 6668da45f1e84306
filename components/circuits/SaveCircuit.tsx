'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MAX_CIRCUIT_NAME } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { SaveCircuitDocument } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { circuitInput, type CircuitState } from './circuit-state';

interface SaveCircuitProps {
  readonly runId: string;
  readonly state: CircuitState;
  readonly onSaved: (id: string) => void;
}

/** Stores the circuit with its results. Parts that have just been shown are not computed again. */
export function SaveCircuit({ runId, state, onSaved }: SaveCircuitProps) {
  const [name, setName] = useState('');
  const [save, { loading, error }] = useMutation(SaveCircuitDocument);
  const submit = async (): Promise<void> => {
    const { data } = await save({ variables: { input: { run: runId, name, circuit: circuitInput(state) } } });
    if (!data) return;
    setName('');
    onSaved(data.saveCircuit.id);
  };
  return (
    <>
      <Group gap="xs" align="flex-end">
        <TextInput
          label="Name of the circuit"
          maxLength={MAX_CIRCUIT_NAME}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          variant="default"
          loading={loading}
          disabled={
            name.trim() === '' || (state.members === 'EDGES' ? state.edges : state.nodes).length === 0
          }
          onClick={() => {
            submit().catch(() => {});
          }}
        >
          Save the circuit
        </Button>
      </Group>
      {error && <Notice tone="error">{readError(error).message}</Notice>}
    </>
  );
}
