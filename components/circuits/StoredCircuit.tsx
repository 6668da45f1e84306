import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { StoredCircuit_CircuitFragment } from '../generated/graphql';
import { describeChoices, describeRandom, formatDefined } from './choices-text';
import { countMembers, listMembers } from './member-names';
import { UserLink } from '../site/UserLink';

interface StoredCircuitProps {
  readonly circuit: StoredCircuit_CircuitFragment;
  /** Links or buttons behind its name. */
  readonly children: ReactNode;
}

/** One stored circuit in a few lines. */
export function StoredCircuit({ circuit, children }: StoredCircuitProps) {
  const { name, creator, createdAt, choices, faithfulness } = circuit;
  return (
    <div>
      <Group gap="xs">
        <Text fw={600}>{name}</Text>
        <Text size="xs" c="dimmed">
          <UserLink user={creator} />, {createdAt.slice(0, 10)}
        </Text>
        {children}
      </Group>
      <Text size="sm">
        {countMembers(circuit)}: {listMembers(circuit)}. Faithfulness {formatDefined(faithfulness.mean)};{' '}
        {describeRandom(faithfulness.random)}.
      </Text>
      <Text size="xs" c="dimmed">
        {describeChoices(choices)}.
      </Text>
    </div>
  );
}
