import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { describeLeftOutUnusable, describeUnusable } from '../../domain/unusable-pairs';
import { MAX_PAIRS } from '../../domain/limits';
import { UnusableTable } from '../prompts/UnusableTable';
import { Notice } from '../site/Notice';
import type { DraftSet } from './draft';
import type { Unusable } from './preview';

interface WholeSetProps {
  readonly set: DraftSet;
  /** Pairs of the set that the form lists. */
  readonly listed: number;
  /** The pairs that the model cannot use; null when it can use all, or while that is not known. */
  readonly unusable: Unusable | null;
  /** Whether answers of several tokens are read as a whole. */
  readonly isWhole: boolean;
  readonly onChange: (set: DraftSet) => void;
  /** Has answers of several tokens read as a whole. */
  readonly onReadWhole: () => void;
}

/** Makes the run use all pairs of a set, and leave out those that the model cannot use. */
export function WholeSet({ set, listed, unusable, isWhole, onChange, onReadWhole }: WholeSetProps) {
  return (
    <Stack gap={6} mb="xs">
      <Checkbox
        size="sm"
        label={`Use the whole set: ${set.pairCount!.toLocaleString('en')} pairs`}
        description={`Computed in batches of ${MAX_PAIRS}. The list below shows ${listed} of them.`}
        checked={set.usesAll ?? false}
        onChange={({ currentTarget }) =>
          onChange({ ...set, usesAll: currentTarget.checked, leavesOutUnusable: false })
        }
      />
      {set.usesAll && unusable && (
        <Offer set={set} unusable={unusable} onChange={onChange}>
          {!isWhole && <WholeOffer unusable={unusable} onReadWhole={onReadWhole} />}
        </Offer>
      )}
    </Stack>
  );
}

/** Offers to use pairs that are refused for an answer of several tokens. */
function WholeOffer({
  unusable: { counts },
  onReadWhole,
}: Pick<WholeSetProps, 'onReadWhole'> & { readonly unusable: Unusable }) {
  const several = counts.find(({ reason }) => reason === 'ANSWER_OF_SEVERAL_TOKENS')?.count ?? 0;
  if (several === 0) return null;
  return (
    <Group gap="xs">
      <Text size="sm">
        {several === 1 ? '1 pair has' : `${several.toLocaleString('en')} pairs have`} an answer of several
        tokens, which can be read as a whole.
      </Text>
      <Button size="compact-sm" variant="default" onClick={onReadWhole}>
        Read answers as a whole
      </Button>
    </Group>
  );
}

function Offer({
  set,
  unusable,
  onChange,
  children,
}: Pick<WholeSetProps, 'set' | 'onChange'> & {
  readonly unusable: Unusable;
  readonly children: ReactNode;
}) {
  const { given, counts, pairs } = unusable;
  const count = counts.reduce((sum, one) => sum + one.count, 0);
  const usable = given - count;
  const leavesOut = set.leavesOutUnusable ?? false;
  const list = (
    <details>
      <summary>{count === 1 ? 'The pair' : `The ${count.toLocaleString('en')} pairs`}</summary>
      <UnusableTable pairs={pairs} count={count} />
    </details>
  );
  const toggle = (
    <Button
      size="compact-sm"
      variant="default"
      w="fit-content"
      onClick={() => onChange({ ...set, leavesOutUnusable: !leavesOut })}
    >
      {leavesOut ? 'Leave out no pairs' : `Use the ${usable.toLocaleString('en')} usable pairs`}
    </Button>
  );
  if (leavesOut && usable > 0)
    return (
      <Stack gap={4} role="status">
        <Text size="sm">{describeLeftOutUnusable(unusable)}. The run keeps this list.</Text>
        {list}
        {toggle}
        {children}
      </Stack>
    );
  return (
    <Notice tone="warning">
      <Stack gap={6}>
        <Text size="sm">
          {count.toLocaleString('en')} of {given.toLocaleString('en')} pairs cannot be used in this run:{' '}
          {describeUnusable(counts)}.
        </Text>
        {children}
        {(usable > 0 || leavesOut) && toggle}
        {list}
      </Stack>
    </Notice>
  );
}
