import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { describeLeftOutUnusable, describeUnusable, type UnusableReason } from '../../domain/unusable-pairs';
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
  /** Whether sweeps step along roles instead of token positions. */
  readonly isByRole: boolean;
  readonly onChange: (set: DraftSet) => void;
  /** Has answers of several tokens read as a whole. */
  readonly onReadWhole: () => void;
  /** Has sweeps step along roles. */
  readonly onByRole: () => void;
}

/** A way to use pairs that the run cannot use now. */
interface Remedy {
  readonly reasons: readonly UnusableReason[];
  /** Follows the number of pairs. */
  readonly one: string;
  readonly many: string;
  readonly action: string;
}

const WHOLE: Remedy = {
  reasons: ['ANSWER_OF_SEVERAL_TOKENS'],
  one: 'pair has an answer of several tokens, which can be read as a whole.',
  many: 'pairs have an answer of several tokens, which can be read as a whole.',
  action: 'Read answers as a whole',
};
const BY_ROLE: Remedy = {
  reasons: ['OTHER_LENGTH', 'UNEQUAL_LENGTHS'],
  one: 'pair has another number of tokens. Sweeps by role take it too.',
  many: 'pairs have other numbers of tokens. Sweeps by role take them too.',
  action: 'Sweep by role',
};

/** Makes the run use all pairs of a set, and leave out those that the model cannot use. */
export function WholeSet({
  set,
  listed,
  unusable,
  isWhole,
  isByRole,
  onChange,
  onReadWhole,
  onByRole,
}: WholeSetProps) {
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
          {!isWhole && <RemedyOffer remedy={WHOLE} counts={unusable.counts} onTake={onReadWhole} />}
          {!isByRole && <RemedyOffer remedy={BY_ROLE} counts={unusable.counts} onTake={onByRole} />}
        </Offer>
      )}
    </Stack>
  );
}

/** Offers to use pairs that are refused for some reasons; nothing where there are none. */
function RemedyOffer({
  remedy: { reasons, one, many, action },
  counts,
  onTake,
}: {
  readonly remedy: Remedy;
  readonly counts: Unusable['counts'];
  readonly onTake: () => void;
}) {
  const refused = counts.filter(({ reason }) => reasons.includes(reason));
  const count = refused.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return null;
  return (
    <Group gap="xs">
      <Text size="sm">
        {count.toLocaleString('en')} {count === 1 ? one : many}
      </Text>
      <Button size="compact-sm" variant="default" onClick={onTake}>
        {action}
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
