import { VisuallyHidden } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import type { Compare_RunFragment } from '../generated/graphql';
import { nameRunFully } from '../../domain/name-run';
import { DirectionTerms } from '../glossary/DirectionTerms';
import { Term } from '../glossary/Term';
import type { TermId } from '../glossary/terms';
import { formatNumber } from '../plot/heatmap/scale';
import { TextLink } from '../site/Links';
import { describeLengths } from '../sweep/role-labels';
import { WideTable } from '../site/WideTable';
import { Table } from '../table/Table';
import classes from './facts.module.css';

interface FactsProps {
  readonly a: Compare_RunFragment;
  readonly b: Compare_RunFragment;
}

const logits = (value: number | undefined): string => (value === undefined ? '' : formatNumber(value, 4));

interface Fact {
  readonly name: string;
  readonly read: (run: Compare_RunFragment) => string;
  /** Shown instead of the text. */
  readonly show?: (run: Compare_RunFragment) => ReactNode;
}

const RUN: Fact = {
  name: 'Run',
  read: ({ id }) => id,
  show: (run) => (
    <TextLink inherit href={run.finding ? `/findings/${run.finding.slug}` : `/runs/${run.id}`}>
      {run.finding?.title ?? nameRunFully(run)}
    </TextLink>
  ),
};
const FACTS: readonly Fact[] = [
  { name: 'Computed', read: ({ imported }) => (imported ? 'elsewhere; imported' : 'here') },
  { name: 'Model', read: ({ model }) => model.id },
  {
    name: 'Direction',
    read: ({ directions }) => directions.join(),
    show: ({ directions }) => <DirectionTerms directions={directions} />,
  },
  { name: 'Prompts', read: ({ pairCount, pairs }) => `${pairCount} of ${describeLengths(pairs)}` },
  {
    name: 'Positions',
    read: ({ roles }) => (roles.length > 0 ? `by role: ${roles.join(', ')}` : 'by index'),
  },
  { name: 'First clean prompt', read: ({ pairs }) => pairs[0]!.clean },
  { name: 'Clean logit difference', read: ({ baseline }) => logits(baseline?.clean) },
  { name: 'Corrupted logit difference', read: ({ baseline }) => logits(baseline?.corrupted) },
  { name: 'Baseline', read: ({ baseline }) => baseline?.cannotNormalise ?? 'The gap is clearly above 0.' },
];

/** Rows whose name the glossary explains. */
const TERM_OF: Readonly<Record<string, TermId>> = {
  Run: 'run',
  'First clean prompt': 'clean-corrupted',
  'Clean logit difference': 'logit-difference-ld',
  Baseline: 'baseline',
};

/** What differs between two experiments as a table, and below it in a few lines what is the same. */
export const Facts = memo(function Facts({ a, b }: FactsProps) {
  const isSame = ({ read }: Fact): boolean => read(a) === read(b);
  const differing = [RUN, ...FACTS.filter((fact) => !isSame(fact))];
  const same = FACTS.filter((fact) => isSame(fact) && fact.read(a) !== '');
  return (
    <div className={classes.facts}>
      <WideTable>
        <Table miw={320} fz="sm" verticalSpacing={3} layout="fixed" aria-label="How the two runs differ">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="26%">
                <VisuallyHidden>Property</VisuallyHidden>
              </Table.Th>
              <Table.Th>A</Table.Th>
              <Table.Th>B</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differing.map((fact) => (
              <Table.Tr key={fact.name}>
                <Table.Th style={{ verticalAlign: 'top' }}>
                  <FactName name={fact.name} />
                </Table.Th>
                {[a, b].map((run, at) => (
                  <Table.Td key={at} style={{ overflowWrap: 'anywhere', verticalAlign: 'top' }}>
                    {showFact(fact, run)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {same.length > 0 && (
        <div role="group" aria-label="The same in both runs">
          <dl className={classes.same}>
            {same.map((fact) => (
              <div key={fact.name}>
                <dt>
                  <FactName name={fact.name} />
                </dt>
                <dd>{showFact(fact, a)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </div>
  );
});

function FactName({ name }: { readonly name: string }) {
  return name in TERM_OF ? <Term id={TERM_OF[name]!}>{name}</Term> : name;
}

function showFact({ read, show }: Fact, run: Compare_RunFragment): ReactNode {
  return show ? show(run) : read(run);
}
