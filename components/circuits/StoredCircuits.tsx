'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import { DeleteCircuitDocument, type StoredCircuit_CircuitFragment } from '../generated/graphql';
import { ConfirmDialog } from '../site/ConfirmDialog';
import { StoredCircuit } from './StoredCircuit';

interface StoredCircuitsProps {
  readonly circuits: readonly StoredCircuit_CircuitFragment[];
  readonly onOpen: (circuit: StoredCircuit_CircuitFragment) => void;
  readonly onDeleted: () => void;
}

/** The circuits that are stored with a run, with their faithfulness and its choices. */
export function StoredCircuits({ circuits, onOpen, onDeleted }: StoredCircuitsProps) {
  const [deleting, setDeleting] = useState<StoredCircuit_CircuitFragment | null>(null);
  const [remove, removing] = useMutation(DeleteCircuitDocument);
  const confirm = async (id: string): Promise<void> => {
    await remove({ variables: { id } });
    setDeleting(null);
    onDeleted();
  };
  return (
    <section aria-label="Stored circuits">
      <Stack gap="sm">
        <Title order={2}>Stored circuits</Title>
        {circuits.map((circuit) => (
          <StoredCircuit key={circuit.id} circuit={circuit}>
            <Button size="compact-xs" variant="default" onClick={() => onOpen(circuit)}>
              Show “{circuit.name}”
            </Button>
            {circuit.canDelete && (
              <Button size="compact-xs" variant="default" onClick={() => setDeleting(circuit)}>
                Delete “{circuit.name}”
              </Button>
            )}
          </StoredCircuit>
        ))}
      </Stack>
      {deleting && (
        <ConfirmDialog
          heading={`Delete the circuit “${deleting.name}”?`}
          action="Delete the circuit"
          isBusy={removing.loading}
          error={removing.error}
          onConfirm={() => {
            confirm(deleting.id).catch(() => {});
          }}
          onClose={() => {
            setDeleting(null);
            removing.reset();
          }}
        >
          The circuit and its results are deleted. The run stays.
        </ConfirmDialog>
      )}
    </section>
  );
}
