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

interface FactsProps {
  readonly a: Compare_RunFragment;
  readonly b: Compare_RunFragment;
}

const logits = (value: number | undefined): string => (value === undefined ? '' : formatNumber(value, 4));
const ROWS: readonly (readonly [string, (run: Compare_RunFragment) => ReactNode])[] = [
  [
    'Run',
    (run) =>
      run.finding ? (
        <TextLink inherit href={`/findings/${run.finding.slug}`}>
          {run.finding.title}
        </TextLink>
      ) : (
        <TextLink inherit href={`/runs/${run.id}`}>
          {nameRunFully(run)}
        </TextLink>
      ),
  ],
  ['Computed', (run) => (run.imported ? 'elsewhere; imported' : 'here')],
  ['Model', (run) => run.model.id],
  ['Direction', (run) => <DirectionTerms directions={run.directions} />],
  ['Prompts', (run) => `${run.pairCount} of ${describeLengths(run.pairs)}`],
  ['Positions', (run) => (run.roles.length > 0 ? `by role: ${run.roles.join(', ')}` : 'by index')],
  ['First clean prompt', (run) => run.pairs[0]!.clean],
  ['Clean logit difference', (run) => logits(run.baseline?.clean)],
  ['Corrupted logit difference', (run) => logits(run.baseline?.corrupted)],
  ['Baseline', (run) => run.baseline?.cannotNormalise ?? 'The gap is clearly above 0.'],
];

/** Rows whose name the glossary explains. */
const TERM_OF: Readonly<Record<string, TermId>> = {
  Run: 'run',
  'First clean prompt': 'clean-corrupted',
  'Clean logit difference': 'logit-difference-ld',
  Baseline: 'baseline',
};

/** A table of both experiments. */
export const Facts = memo(function Facts({ a, b }: FactsProps) {
  return (
    <WideTable>
      <Table miw={320} fz="sm" verticalSpacing={3} layout="fixed" aria-label="The two runs">
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
          {ROWS.map(([name, show]) => (
            <Table.Tr key={name}>
              <Table.Th style={{ verticalAlign: 'top' }}>
                {name in TERM_OF ? <Term id={TERM_OF[name]!}>{name}</Term> : name}
              </Table.Th>
              {[a, b].map((run, at) => (
                <Table.Td key={at} style={{ overflowWrap: 'anywhere', verticalAlign: 'top' }}>
                  {show(run)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
});
