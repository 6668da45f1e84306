'use client';

import { useQuery } from '@apollo/client/react';
import { Anchor, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import { writeRequest } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import {
  CellDistributionDocument,
  type CellDistributionQuery,
  type Direction,
  type FacetBy,
  type Metric,
  type Normalisation,
  type RunView_RunFragment,
} from '../generated/graphql';
import { chooseFetchPolicy } from '../sweep/fetch-policy';
import { TablePlaceholder, TextPlaceholder } from '../site/Placeholders';
import { useTone } from '../plot/heatmap/use-tone';
import { formatEffect, formatNumber } from '../plot/heatmap/scale';
import { chooseNormalisation, effectName, formatP, formatStatistic } from '../sweep/statistic-text';
import { RequestProblem } from '../site/RequestProblem';
import { WideTable } from '../site/WideTable';
import { metricUnit } from '../sweep/value-text';
import type { PinnedCell, ValueName, ViewState } from '../sweep/view-state';
import { Table } from '../table/Table';

/** In pixels. */
const HISTOGRAM_HEIGHT = 150;

// Recharts is as large as the rest of the page, so it is loaded on demand.
const EffectHistogram = dynamic(() => import('./EffectHistogram').then((module) => module.EffectHistogram), {
  ssr: false,
  loading: () => <Skeleton height={HISTOGRAM_HEIGHT} />,
});

interface CellDistributionProps {
  readonly run: Pick<RunView_RunFragment, 'id' | 'status'>;
  readonly pairs: RunView_RunFragment['pairs'];
  readonly direction: Direction;
  readonly metric: Metric;
  readonly pinned: PinnedCell;
  readonly value: ValueName;
  readonly isMeanOfRatios: boolean;
  readonly onChange: (change: Partial<ViewState>) => void;
}

type Cell = NonNullable<NonNullable<CellDistributionQuery['run']>['sweep']>['cellStatistics'];

const FACET_TITLES: Readonly<Record<FacetBy, string>> = {
  TEMPLATE: 'Template',
  CHANGED_ROLES: 'Changed roles',
  LENGTH: 'Length',
};

/** The effects of one patch over the prompts: histogram, mean with its interval, extreme prompts, and groups of prompts. */
export function CellDistribution(props: CellDistributionProps) {
  const { run, pairs, direction, metric, pinned, value, isMeanOfRatios, onChange } = props;
  const tone = useTone();
  const { kind, layer, head, position, src = null } = pinned;
  const normalisation = chooseNormalisation(value, isMeanOfRatios);
  const variables = { id: run.id, kind, direction, metric, normalisation, layer, head, position, src };
  const { data, error, refetch } = useQuery(CellDistributionDocument, {
    variables,
    fetchPolicy: chooseFetchPolicy(run),
  });
  if (error) {
    return (
      <RequestProblem error={error} tone="warning" title="No distribution over prompts" onRetry={refetch} />
    );
  }
  if (!data)
    return (
      <Stack gap="sm">
        <Skeleton height={14} width={110} />
        <Skeleton height={HISTOGRAM_HEIGHT} radius={2} />
        <TextPlaceholder lines={2} />
        <TablePlaceholder rows={4} width="100%" />
      </Stack>
    );
  const cell = data.run?.sweep?.cellStatistics;
  if (!cell) return null;
  const name = effectName(value, metric);
  const unit = value === 'recovery' ? '' : metricUnit(metric);
  return (
    <Stack gap={6} component="section" aria-label="Distribution over prompts">
      <Title order={3}>Over prompts</Title>
      {cell.mean === null ? (
        <Text size="sm" c="dimmed">
          The mean {name} is not defined: no prompt has a value, or the gap is too small to divide by.
        </Text>
      ) : (
        <>
          <EffectHistogram
            bins={cell.histogram}
            mean={cell.mean}
            low={cell.low}
            high={cell.high}
            xName={nameOfPrompt(normalisation, unit === '' ? name : `${name} (${unit})`)}
            tone={tone}
          />
          <Text size="sm">{describeMean(cell, unit, normalisation)}</Text>
          <Text size="xs" c="dimmed">
            {NORMALISED[normalisation]}
            {describeCount(cell, name)}
          </Text>
          <Extremes label="Smallest" prompts={cell.lowest} {...{ pairs, onChange }} />
          <Extremes label="Largest" prompts={cell.highest} {...{ pairs, onChange }} />
        </>
      )}
      {cell.facets.length > 0 && <Facets facets={cell.facets} />}
      <ShowCode
        title="Distribution over prompts"
        variant="subtle"
        w="fit-content"
        code={() => ({ requests: [writeRequest(CellDistributionDocument, variables)] })}
      />
    </Stack>
  );
}

/** What the effect of one prompt is, where it is not the change. */
const NORMALISED: Readonly<Record<Normalisation, string>> = {
  NONE: '',
  RATIO_OF_MEANS:
    'The change of each prompt is divided by the mean gap, so that their mean is the recovery. A prompt shown alone is divided by its own gap. ',
  MEAN_OF_RATIOS: 'Recovery of each prompt by its own gap. ',
};

function nameOfPrompt(normalisation: Normalisation, name: string): string {
  return normalisation === 'RATIO_OF_MEANS' ? 'change / mean gap' : name;
}

/**
 * `Mean +0.42 ± 0.05 (standard error), 95% interval +0.31 to +0.52 (bootstrap)`. The standard error of changes divided by the mean gap is
 * left out: it is not that of the recovery, whose gap varies with the prompts, too. The interval resamples both.
 */
function describeMean(
  { mean, standardError, low, high }: Cell,
  unit: string,
  normalisation: Normalisation,
): string {
  const error =
    standardError === null || normalisation === 'RATIO_OF_MEANS'
      ? ''
      : ` ± ${formatNumber(standardError, 3)} (standard error)`;
  const interval =
    low === null || high === null
      ? ''
      : `, 95% interval ${formatEffect(low)} to ${formatEffect(high)} (bootstrap)`;
  return `Mean ${formatEffect(mean)}${error}${unit && ` ${unit}`}${interval}`;
}

function describeCount(cell: Cell, name: string): string {
  const { count, leftOut, t, p, adjusted, signShare } = cell;
  const parts = [
    `${count} prompts${leftOut > 0 ? `, ${leftOut} left out` : ''}`,
    ...(signShare === null ? [] : [`${formatNumber(100 * signShare, 0)}% with the sign of the mean`]),
    ...(p === null
      ? []
      : [`t ${t === null ? 'infinite' : formatStatistic('t', 'change')(t)}, p ${formatP(p)}`]),
    adjusted === null
      ? 'not computed, so not tested over the cells'
      : `adjusted p ${formatP(adjusted)} (Benjamini-Hochberg)`,
  ];
  return `${parts.join('; ')}. Test of the ${name} against 0.`;
}

/** The prompts at one end; a click shows that prompt alone. */
function Extremes({
  label,
  prompts,
  pairs,
  onChange,
}: Pick<CellDistributionProps, 'pairs' | 'onChange'> & {
  readonly label: string;
  readonly prompts: Cell['lowest'];
}) {
  return (
    <Group gap={8} fz="sm">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      {prompts.map(({ prompt, effect }) => (
        <Anchor
          key={prompt}
          component="button"
          data-printed
          type="button"
          fz="sm"
          title={pairs[prompt]?.clean}
          aria-label={`Show prompt pair ${prompt + 1}, effect ${formatEffect(effect)}`}
          onClick={() => onChange({ prompt })}
        >
          {prompt + 1}: {formatEffect(effect)}
        </Anchor>
      ))}
    </Group>
  );
}

function Facets({ facets }: { readonly facets: Cell['facets'] }) {
  return (
    <WideTable>
      <Table
        fz="xs"
        withRowBorders={false}
        verticalSpacing={1}
        horizontalSpacing={6}
        aria-label="Groups of prompts"
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Group</Table.Th>
            <Table.Th ta="right">prompts</Table.Th>
            <Table.Th ta="right">mean</Table.Th>
            <Table.Th ta="right">95% interval</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {facets.map(({ by, name, count, mean, low, high }) => (
            <Table.Tr key={`${by} ${name}`}>
              <Table.Td>
                {FACET_TITLES[by]}: {name}
              </Table.Td>
              <Table.Td ta="right">{count}</Table.Td>
              <Table.Td ta="right">{formatEffect(mean)}</Table.Td>
              <Table.Td ta="right">
                {low === null || high === null ? '' : `${formatEffect(low)} to ${formatEffect(high)}`}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
