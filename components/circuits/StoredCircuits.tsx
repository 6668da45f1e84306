'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { nameNode } from '../../domain/circuit';
import { DeleteCircuitDocument, type StoredCircuit_CircuitFragment } from '../generated/graphql';
import { ConfirmDialog } from '../site/ConfirmDialog';
import { describeChoices, describeRandom, formatDefined } from './choices-text';

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
          onClose={() => setDeleting(null)}
        >
          Its nodes and its results are deleted. The run stays.
        </ConfirmDialog>
      )}
    </section>
  );
}

interface StoredCircuitProps {
  readonly circuit: StoredCircuit_CircuitFragment;
  /** Links or buttons behind its name. */
  readonly children: React.ReactNode;
}

/** One stored circuit in a few lines. */
export function StoredCircuit({ circuit, children }: StoredCircuitProps) {
  const { name, creator, createdAt, nodes, choices, faithfulness } = circuit;
  return (
    <div>
      <Group gap="xs">
        <Text fw={600}>{name}</Text>
        <Text size="xs" c="dimmed">
          {creator.name}, {createdAt.slice(0, 10)}
        </Text>
        {children}
      </Group>
      <Text size="sm">
        {nodes.length} {nodes.length === 1 ? 'node' : 'nodes'}: {nodes.map(nameNode).join(', ')}. Faithfulness{' '}
        {formatDefined(faithfulness.mean)}; {describeRandom(faithfulness.random)}.
      </Text>
      <Text size="xs" c="dimmed">
        {describeChoices(choices)}.
      </Text>
    </div>
  );
}
