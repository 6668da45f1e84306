import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { SITES } from '../../domain/sites';
import type {
  FindingRelations_FindingFragment,
  ForkDifference_DifferenceFragment,
} from '../generated/graphql';
import { formatEffect } from '../plot/heatmap/scale';
import { TextLink } from '../site/Links';
import { metricName } from '../sweep/value-text';
import { ChangedPair, PairText } from './ChangedPair';
import classes from './lineage.module.css';

interface ForkDifferenceProps {
  readonly parent: NonNullable<FindingRelations_FindingFragment['forkedFrom']>;
  /** Of the fork. */
  readonly runId: string;
  readonly difference: ForkDifference_DifferenceFragment;
}

/** How a fork differs from the finding that it was made from, part by part; parts that are the same are left out. */
export function ForkDifference({ parent, runId, difference }: ForkDifferenceProps) {
  const { isSameExperiment, isSameText, pairs, claims, cells } = difference;
  const compare = `/compare?a=${parent.run.id}&b=${runId}`;
  return (
    <section aria-label="Difference from the parent" className={classes.section}>
      <Title order={2}>Forked from another finding</Title>
      <Text size="sm" mb={8}>
        Made from <TextLink href={`/findings/${parent.slug}`}>{parent.title}</TextLink>.{' '}
        {isSameExperiment ? 'The experiment is the same' : 'The experiment differs'}, and the text{' '}
        {isSameText ? 'is the same' : 'differs'}. <TextLink href={compare}>Compare the runs</TextLink>
      </Text>
      <dl className={classes.parts}>
        {listSettings(difference).map(({ name, added, removed }) => (
          <Part key={name} name={name}>
            <Changes added={added} removed={removed} />
          </Part>
        ))}
        {hasChanges(pairs) && (
          <Part name="Prompts">
            <Text size="sm" mb={4}>
              {describeCounts(pairs, 'pair', 'pairs')}
            </Text>
            {pairs.changed.map(({ before, after }) => (
              <ChangedPair key={after.index} before={before} after={after} />
            ))}
            {pairs.removed.map((pair) => (
              <PairText key={pair.index} sign="−" pair={pair} />
            ))}
            {pairs.added.map((pair) => (
              <PairText key={pair.index} sign="+" pair={pair} />
            ))}
          </Part>
        )}
        {hasChanges(claims) && (
          <Part name="Claims">
            <Text size="sm" mb={4}>
              {describeCounts(claims, 'claim', 'claims')}
            </Text>
            <Changes
              removed={[...claims.changed.map(({ before }) => before), ...claims.removed]}
              added={[...claims.changed.map(({ after }) => after), ...claims.added]}
            />
          </Part>
        )}
        <Part name="Effects">{describeCells(cells, isSameExperiment)}</Part>
      </dl>
    </section>
  );
}

function Part({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Changes({
  added,
  removed,
}: {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}) {
  const lines = [
    ...removed.map((text) => ({ sign: '−', word: 'removed', text })),
    ...added.map((text) => ({ sign: '+', word: 'added', text })),
  ];
  return lines.map(({ sign, word, text }) => (
    <span key={`${sign} ${text}`} className={classes.change} data-sign={sign} title={word}>
      {text}
    </span>
  ));
}

interface Setting {
  readonly name: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The settings that differ, in words. */
function listSettings(difference: ForkDifference_DifferenceFragment): Setting[] {
  const { model, prependBos, edges, directions, metrics, sweeps } = difference;
  const one = (name: string, change: { before: string; after: string } | null): Setting[] =>
    change ? [{ name, removed: [change.before], added: [change.after] }] : [];
  const words = (change: { before: boolean; after: boolean } | null) =>
    change && { before: change.before ? 'yes' : 'no', after: change.after ? 'yes' : 'no' };
  const several = <T,>(
    name: string,
    { added, removed }: { readonly added: readonly T[]; readonly removed: readonly T[] },
    title: (one: T) => string,
  ): Setting[] =>
    added.length + removed.length > 0 ? [{ name, added: added.map(title), removed: removed.map(title) }] : [];
  return [
    ...one('Model', model),
    ...one('<|endoftext|> first', words(prependBos)),
    ...several('Directions', directions, (direction) => direction.toLowerCase()),
    ...several('Metrics', metrics, metricName),
    ...several('Sweeps', sweeps, (kind) => SITES[kind].title),
    ...one('Edges', words(edges)),
  ];
}

interface Counted {
  readonly same: number;
  readonly added: readonly unknown[];
  readonly removed: readonly unknown[];
  readonly changed: readonly unknown[];
}

function hasChanges({ added, removed, changed }: Counted): boolean {
  return added.length + removed.length + changed.length > 0;
}

/** E.g. `6 pairs the same, 2 changed, 1 added`. */
function describeCounts({ same, added, removed, changed }: Counted, name: string, names: string): string {
  return [
    `${same} ${same === 1 ? name : names} the same`,
    ...(changed.length > 0 ? [`${changed.length} changed`] : []),
    ...(removed.length > 0 ? [`${removed.length} removed`] : []),
    ...(added.length > 0 ? [`${added.length} added`] : []),
  ].join(', ');
}

function describeCells(
  { count, largest }: ForkDifference_DifferenceFragment['cells'],
  isSameExperiment: boolean,
): string {
  if (largest === null)
    return 'The two runs have no cell in common: another model, another first direction or other sweeps.';
  const cells = `${count} ${count === 1 ? 'cell' : 'cells'} in common`;
  if (largest.before === largest.after) return `${cells}, all with the same recovery.`;
  const values = `${formatEffect(largest.before)} before, ${formatEffect(largest.after)} after`;
  const note = isSameExperiment ? ' The experiment is the same, so this is rounding or another engine.' : '';
  return `${cells}. The largest difference in recovery is that of ${SITES[largest.kind].title}, ${largest.label}: ${values}.${note}`;
}
