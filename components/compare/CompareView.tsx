'use client';

import { Group, Stack, Table, Text, Title } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import type { Compare_RunFragment } from '../generated/graphql';
import { Legend } from '../heatmap/Legend';
import { limitOf } from '../heatmap/scale';
import { changes, decodeFloats, gapOf, recoveries } from '../run/effects';
import { isByPosition, KIND_TEXT } from '../run/kinds';
import { SliceControl } from '../run/SliceControl';
import { SweepPlot, type PlotView } from '../run/SweepPlot';
import { useViewState } from '../run/use-view-state';
import { ValueControls } from '../run/ValueControls';
import runClasses from '../run/run.module.css';
import { TextLink } from '../site/Links';
import { difference, isSameShape, largest } from './difference';

interface CompareViewProps {
  readonly a: Compare_RunFragment;
  readonly b: Compare_RunFragment;
}

/** Two runs on one scale, and their difference where they have the same cells; the address says what is shown. */
export function CompareView({ a, b }: CompareViewProps) {
  // Means only: the two need not have the same prompts.
  const [{ isRaw, scale, slice, pinned }, change] = useViewState(0);
  const pairs = useMemo(() => comparedSweeps(a, b, isRaw), [a, b, isRaw]);
  const limit = useMemo(
    () => limitOf(pairs.flatMap(({ left, right }) => [left.values, right.values])),
    [pairs],
  );
  const comparable = pairs.flatMap(({ between }) => (between ? [largest(between)] : []));
  const unit = isRaw ? 'logits' : '';
  const byPosition = pairs.flatMap(({ kind, left, right }) => (isByPosition(kind) ? [left, right] : []));
  return (
    <Stack gap="lg">
      <Facts
        a={a}
        b={b}
        largestDifference={
          comparable.length > 0 ? `${Math.max(...comparable).toExponential(2)} ${unit}` : null
        }
      />
      <Group gap="sm">
        <ValueControls isRaw={isRaw} scale={scale} onChange={change} />
        {byPosition.length > 0 && (
          <SliceControl sweeps={byPosition} slice={slice} pinned={pinned} onSlice={change} />
        )}
        <Legend limit={limit} scale={scale} label={isRaw ? 'Δ logit difference' : 'recovery'} />
      </Group>
      {pairs.length === 0 && <Text c="dimmed">The two runs have no sweep in common.</Text>}
      {pairs.map((pair) => (
        <SweepPair
          key={pair.kind}
          {...pair}
          {...{ limit, scale, unit, slice, pinned }}
          onPin={change}
          names={[a.model.id, b.model.id]}
        />
      ))}
    </Stack>
  );
}

/** Sweeps that both runs have, and what lies between them where they have the same cells. */
function comparedSweeps(a: Compare_RunFragment, b: Compare_RunFragment, isRaw: boolean) {
  return a.sweeps
    .map(({ kind }) => kind)
    .filter((kind) => b.sweeps.some((sweep) => sweep.kind === kind))
    .map((kind) => {
      const [left, right] = [shownSweep(a, kind, isRaw), shownSweep(b, kind, isRaw)];
      const between = isSameShape(left, right) ? difference(left.values, right.values) : null;
      return { kind, left, right, between };
    });
}

type ShownSweep = ReturnType<typeof shownSweep>;

function shownSweep(run: Compare_RunFragment, kind: string, isRaw: boolean) {
  const sweep = run.sweeps.find((candidate) => candidate.kind === kind)!;
  const raw = decodeFloats(sweep.data);
  const gap = gapOf(run.baseline!, run.direction, null);
  return { ...sweep, values: isRaw ? changes(raw, gap) : recoveries(raw, gap) };
}

interface SweepPairProps extends PlotView {
  readonly kind: ShownSweep['kind'];
  readonly left: ShownSweep;
  readonly right: ShownSweep;
  readonly between: Float32Array | null;
  readonly names: readonly [string, string];
}

function SweepPair({ kind, left, right, between, names, ...view }: SweepPairProps) {
  const change = useMemo(() => between && { ...right, values: between }, [right, between]);
  const facets = [
    { title: `A, ${names[0]}`, sweep: left },
    { title: `B, ${names[1]}`, sweep: right },
    ...(change ? [{ title: 'B − A', sweep: change }] : []),
  ];
  const { title } = KIND_TEXT[kind];
  return (
    <section aria-label={title}>
      <Title order={2} mb="xs">
        {title}
      </Title>
      <div className={runClasses.facets}>
        {facets.map((facet) => (
          <SweepPlot key={facet.title} kind={kind} title={facet.title} sweep={facet.sweep} {...view} />
        ))}
      </div>
    </section>
  );
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
