import { Button, Checkbox, Stack, Text } from '@mantine/core';
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
  readonly onChange: (set: DraftSet) => void;
}

/** Makes the run use all pairs of a set, and leave out those that the model cannot use. */
export function WholeSet({ set, listed, unusable, onChange }: WholeSetProps) {
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
      {set.usesAll && unusable && <Offer set={set} unusable={unusable} onChange={onChange} />}
    </Stack>
  );
}

function Offer({
  set,
  unusable,
  onChange,
}: Pick<WholeSetProps, 'set' | 'onChange'> & { readonly unusable: Unusable }) {
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
      </Stack>
    );
  return (
    <Notice tone="warning">
      <Stack gap={6}>
        <Text size="sm">
          {count.toLocaleString('en')} of {given.toLocaleString('en')} pairs cannot be used in this run:{' '}
          {describeUnusable(counts)}.
        </Text>
        {(usable > 0 || leavesOut) && toggle}
        {list}
      </Stack>
    </Notice>
  );
}
