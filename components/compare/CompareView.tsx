'use client';

import { Stack, Table, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Compare_RunFragment } from '../generated/graphql';
import { Heatmap } from '../heatmap/Heatmap';
import { Legend } from '../heatmap/Legend';
import type { CellAt } from '../heatmap/move';
import { limitOf } from '../heatmap/scale';
import { changes, decodeFloats, gapOf, recoveries } from '../run/effects';
import { isHeadKind, KIND_TEXT } from '../run/kinds';
import runClasses from '../run/run.module.css';
import { TextLink } from '../site/Links';
import { axisLabel } from '../tokens/token-text';
import { difference, isSameShape, largest } from './difference';

interface CompareViewProps {
  readonly a: Compare_RunFragment;
  readonly b: Compare_RunFragment;
  /** Change of the logit difference instead of recovery. */
  readonly isRaw: boolean;
}

/** Two runs on one scale, and their difference where they have the same cells. */
export function CompareView({ a, b, isRaw }: CompareViewProps) {
  const kinds = a.sweeps
    .map(({ kind }) => kind)
    .filter((kind) => b.sweeps.some((sweep) => sweep.kind === kind));
  const pairs = kinds.map((kind) => {
    const [left, right] = [shownSweep(a, kind, isRaw), shownSweep(b, kind, isRaw)];
    const between = isSameShape(left, right) ? difference(left.values, right.values) : null;
    return { kind, left, right, between };
  });
  const limit = limitOf(pairs.flatMap(({ left, right }) => [left.values, right.values]));
  const comparable = pairs.flatMap(({ between }) => (between ? [largest(between)] : []));
  const unit = isRaw ? 'logits' : '';
  return (
    <Stack gap="lg">
      <Facts
        a={a}
        b={b}
        largestDifference={
          comparable.length > 0 ? `${Math.max(...comparable).toExponential(2)} ${unit}` : null
        }
      />
      <Legend limit={limit} scale="RdBu" label={isRaw ? 'Δ logit difference' : 'recovery'} />
      {pairs.length === 0 && <Text c="dimmed">The two runs have no sweep in common.</Text>}
      {pairs.map(({ kind, left, right, between }) => (
        <SweepPair
          key={kind}
          {...{ kind, left, right, between, limit, unit }}
          names={[a.model.id, b.model.id]}
        />
      ))}
    </Stack>
  );
}

type ShownSweep = ReturnType<typeof shownSweep>;

function shownSweep(run: Compare_RunFragment, kind: string, isRaw: boolean) {
  const sweep = run.sweeps.find((candidate) => candidate.kind === kind)!;
  const raw = decodeFloats(sweep.data);
  const gap = gapOf(run.baseline!, run.direction, null);
  return { ...sweep, values: isRaw ? changes(raw, gap) : recoveries(raw, gap) };
}

function SweepPair({
  kind,
  left,
  right,
  between,
  names,
  limit,
  unit,
}: {
  readonly kind: ShownSweep['kind'];
  readonly left: ShownSweep;
  readonly right: ShownSweep;
  readonly between: Float32Array | null;
  readonly names: readonly [string, string];
  readonly limit: number;
  readonly unit: string;
}) {
  const [pinned, setPinned] = useState<CellAt | null>(null);
  const facets = [
    { title: `A, ${names[0]}`, sweep: left, values: left.values },
    { title: `B, ${names[1]}`, sweep: right, values: right.values },
    ...(between ? [{ title: 'B − A', sweep: right, values: between }] : []),
  ];
  const { title } = KIND_TEXT[kind];
  return (
    <section aria-label={title}>
      <Title order={2} mb="xs">
        {title}
      </Title>
      <div className={runClasses.facets}>
        {facets.map((facet) => (
          <Heatmap
            key={facet.title}
            title={facet.title}
            values={facet.values}
            rowLabels={facet.sweep.axes[0]!.labels}
            columnLabels={
              isHeadKind(kind) ? facet.sweep.axes[1]!.labels : facet.sweep.axes[1]!.labels.map(axisLabel)
            }
            columnName={facet.sweep.axes[1]!.name}
            limit={limit}
            scale="RdBu"
            unit={unit}
            pinned={pinned && isWithin(pinned, facet.sweep.shape) ? pinned : null}
            onPin={setPinned}
          />
        ))}
      </div>
    </section>
  );
}

function isWithin({ row, column }: CellAt, shape: readonly number[]): boolean {
  return row < shape[0]! && column < shape[1]!;
}

function Facts({
  a,
  b,
  largestDifference,
}: {
  readonly a: Compare_RunFragment;
  readonly b: Compare_RunFragment;
  readonly largestDifference: string | null;
}) {
  const logits = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(4));
  const rows: readonly [string, (run: Compare_RunFragment) => ReactNode][] = [
    [
      'Run',
      (run) =>
        run.finding ? (
          <TextLink href={`/findings/${run.finding.slug}`}>{run.finding.title}</TextLink>
        ) : (
          <TextLink href={`/runs/${run.id}`}>{run.id}</TextLink>
        ),
    ],
    ['Model', (run) => run.model.id],
    ['Direction', (run) => run.direction.toLowerCase()],
    ['Prompts', (run) => `${run.pairs.length} of ${run.pairs[0]!.cleanTokens.length} tokens`],
    ['First clean prompt', (run) => run.pairs[0]!.clean],
    ['Clean logit difference', (run) => logits(run.baseline?.clean)],
    ['Corrupted logit difference', (run) => logits(run.baseline?.corrupted)],
  ];
  return (
    <>
      <Table.ScrollContainer minWidth={320}>
        <Table fz="sm" verticalSpacing={3} aria-label="The two runs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th />
              <Table.Th>A</Table.Th>
              <Table.Th>B</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([name, show]) => (
              <Table.Tr key={name}>
                <Table.Th>{name}</Table.Th>
                <Table.Td>{show(a)}</Table.Td>
                <Table.Td>{show(b)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" data-testid="largest-difference">
        {largestDifference === null
          ? 'The two have different numbers of layers, heads or tokens: there is no difference cell by cell.'
          : `Largest difference of a cell: ${largestDifference}`}
      </Text>
    </>
  );
}
