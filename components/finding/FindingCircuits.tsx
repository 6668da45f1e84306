import { Stack, Title } from '@mantine/core';
import { StoredCircuit } from '../circuits/StoredCircuit';
import { storedCircuitAddress } from '../circuits/stored-address';
import type { StoredCircuit_CircuitFragment } from '../generated/graphql';
import { LinkButton } from '../site/Links';

interface FindingCircuitsProps {
  readonly runId: string;
  readonly circuits: readonly StoredCircuit_CircuitFragment[];
}

/** The circuits that are stored with a finding's run. */
export function FindingCircuits({ runId, circuits }: FindingCircuitsProps) {
  if (circuits.length === 0) return null;
  return (
    <Stack gap="sm" mt="md">
      <Title order={2}>{circuits.length === 1 ? 'Circuit' : 'Circuits'}</Title>
      {circuits.map((circuit) => (
        <StoredCircuit key={circuit.id} circuit={circuit}>
          <LinkButton size="compact-xs" variant="default" href={storedCircuitAddress(runId, circuit)}>
            Open the circuit
          </LinkButton>
        </StoredCircuit>
      ))}
    </Stack>
  );
}
