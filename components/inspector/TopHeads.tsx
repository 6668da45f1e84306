'use client';

import { chooseHeadRanking, type Head } from '../../domain/head-ranking';
import { isHeadKind, SITES } from '../../domain/sites';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { NativeSelect, NumberInput, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { CollapsibleSection } from '../sections/CollapsibleSection';
import { HeadPatterns, type PatternSide } from './HeadPatterns';
import { HeadPlaces } from './HeadPlaces';
import { readPatterns } from './read-patterns';
import { attentionColourBar, attentionPanel } from '../plot/attention/panel';
import { applyContrast, hasLarger } from '../plot/attention/contrast';
import { ContrastControl } from '../plot/attention/ContrastControl';
import { patternLabels } from '../plot/attention/pattern-layout';
import { useContrast } from '../plot/attention/use-contrast';
import { FigureMenu, type FigureContext } from '../plot/figure/FigureMenu';
import {
  HeadPatternsDocument,
  TopHeadsDocument,
  type Direction,
  type Metric,
  type RunView_RunFragment,
  type SweepKind,
} from '../generated/graphql';
import type { Tone } from '../plot/heatmap/scale';
import { FailureScope } from '../site/FailureScope';
import { RequestProblem } from '../site/RequestProblem';
import { readGap, type GapSource } from '../sweep/effects';
import { describePrompts } from '../sweep/figure-context';
import { headsWorthShowing } from './heads-worth-showing';
import { fileName } from '../plot/figure/file-name';
import { isOneLength } from '../sweep/role-labels';
import { metricUnit } from '../sweep/value-text';
import type { ViewState } from '../sweep/view-state';
import { TOP_HEADS } from './TopHeadsInView';
import classes from './inspector.module.css';

export interface TopHeadsProps {
  readonly run: RunView_RunFragment;
  readonly direction: Direction;
  readonly metric: Metric;
  /** The metric of the unpatched runs. */
  readonly unpatched: GapSource;
  readonly count: number;
  /** Null for the first of DEFAULT_HEAD_RANKING that the run has. */
  readonly rankedBy: SweepKind | null;
  readonly prompt: number | null;
  readonly tone: Tone;
  readonly onChange: (change: Partial<ViewState>) => void;
}

const SIDES = [
  { value: 'clean', label: 'Clean' },
  { value: 'corrupted', label: 'Corrupted' },
  { value: 'difference', label: 'Difference' },
] as const satisfies readonly { value: PatternSide; label: string }[];

/** Attention patterns of the heads with the largest recovery, in the order of the API. */
export function TopHeads(props: TopHeadsProps) {
  const { run, direction, metric, unpatched, count, rankedBy, prompt, tone, onChange } = props;
  const kinds = run.sweeps
    .filter((sweep) => sweep.direction === direction)
    .map(({ kind }) => kind)
    .filter(isHeadKind);
  const kind = kinds.find((candidate) => candidate === rankedBy) ?? chooseHeadRanking(kinds) ?? undefined;
  const [side, setSide] = useState<PatternSide>('clean');
  const { data, error, refetch } = useQuery(TopHeadsDocument, {
    // In a sweep by position or by entry, a head has many cells.
    variables: {
      id: run.id,
      kind: kind ?? 'HEAD_Z',
      k: kind && SITES[kind].axes.length > 2 ? 1000 : 100,
      direction,
      metric,
    },
    skip: kind === undefined,
  });
  if (kind === undefined) return null;
  const { base, gapTooSmall } = readGap(unpatched, direction, null, metric);
  const heads = data?.run ? headsWorthShowing(data.run.topHeads, base).slice(0, count) : null;
  const marked = listMarked(run.pairs, prompt);
  const size = run.pairs[prompt ?? 0]?.cleanTokens.length ?? 0;
  const figure = attentionFigure(run, prompt);
  const threshold = gapTooSmall
    ? `0.01 ${metricUnit(metric)}`.trim()
    : '1% of the gap towards the source run';
  return (
    <CollapsibleSection
      {...TOP_HEADS}
      controls={
        <>
          <SectionMenu {...{ run, heads, prompt, marked, figure, size }} />
          <SegmentedControl
            size="xs"
            aria-label="Prompts of the patterns"
            value={side}
            onChange={(chosen) => setSide(chosen)}
            data={[...SIDES]}
          />
          <ContrastControl size={size} />
          <NativeSelect
            size="xs"
            aria-label="Rank heads by"
            value={kind}
            onChange={(event) => {
              const chosen = event.currentTarget.value as SweepKind;
              onChange({ rankedBy: chosen === chooseHeadRanking(kinds) ? null : chosen });
            }}
            data={kinds.map((value) => ({ value, label: `by ${SITES[value].title}` }))}
          />
          <NumberInput
            size="xs"
            w={70}
            min={1}
            max={12}
            value={count}
            aria-label="Number of heads"
            onChange={(value) => typeof value === 'number' && onChange({ topHeads: value })}
          />
          <Text size="xs" c="dimmed">
            {run.pairs.length > 1 && !isOneLength(run.pairs) && <PatternNote />} Ranked by the mean over
            prompts; heads that move the answer by less than {threshold} are left out.
          </Text>
        </>
      }
    >
      <FailureScope>
        {error && <RequestProblem error={error} tone="warning" onRetry={refetch} />}
        {!heads && !error && <HeadPlaces count={count} />}
        {heads?.length === 0 && (
          <Text size="sm">
            No head reaches this threshold when patched ({SITES[kind].title}). Choose another sweep to rank
            by.
          </Text>
        )}
        <div className={classes.patterns}>
          {heads?.map(({ layer, head }) => (
            <HeadPatterns
              key={`${layer} ${head}`}
              runId={run.id}
              {...{ layer, head, prompt, tone, marked, figure }}
              brief={side}
            />
          ))}
        </div>
      </FailureScope>
    </CollapsibleSection>
  );
}

/** Why patterns are those of one prompt. */
export function PatternNote() {
  return (
    <Text size="xs" c="dimmed" span>
      The prompts have several lengths, so patterns have no mean: they are those of one prompt.
    </Text>
  );
}

/** Positions at which clean and corrupted differ, of one prompt or of any. */
export function listMarked(pairs: RunView_RunFragment['pairs'], prompt: number | null): number[] {
  const shown = prompt === null ? pairs : pairs.slice(prompt, prompt + 1);
  return [...new Set(shown.flatMap(({ differingPositions }) => differingPositions))];
}

/** Lines and file names of exported patterns. */
export function attentionFigure(run: RunView_RunFragment, prompt: number | null): FigureContext {
  return {
    lines: [
      `Attention probabilities of the unpatched run, ${describePrompts(run.pairs.length, prompt)}; ${run.model.id}, run ${run.id}.`,
      run.title,
    ],
    nameFile: (part) => fileName(run.id, part.toLowerCase(), prompt === null ? '' : `prompt ${prompt + 1}`),
  };
}

interface SectionMenuProps {
  readonly run: RunView_RunFragment;
  readonly heads: readonly Head[] | null;
  readonly prompt: number | null;
  readonly marked: readonly number[];
  readonly figure: FigureContext;
  /** Tokens of the clean prompt. */
  readonly size: number;
}

/** Exports all loaded patterns of the section as one figure. */
function SectionMenu({ run, heads, prompt, marked, figure, size }: SectionMenuProps) {
  const contrast = useContrast(size);
  const client = useApolloClient();
  if (!heads || heads.length === 0) return null;
  const makeFigure = () => {
    const read = heads.flatMap(({ layer, head }) => {
      const variables = { id: run.id, layer, head, prompt, weighting: 'NONE' } as const;
      const patterns = readPatterns(client.readQuery({ query: HeadPatternsDocument, variables }));
      return patterns ? [{ name: `L${layer}H${head}, clean`, patterns }] : [];
    });
    if (read.length === 0) return null;
    // One colour bar for all panels.
    const limit = Math.max(...read.map(({ patterns }) => patterns.limit));
    const isCut = read.some(({ patterns: { clean } }) =>
      hasLarger(applyContrast(clean, size, limit, 'attention', contrast)),
    );
    return {
      title: 'Attention of the top heads, clean prompts',
      lines: figure.lines,
      panels: read.map(({ name, patterns: { tokens, clean } }) =>
        attentionPanel(name, patternLabels(tokens), clean, limit, 'attention', marked, contrast),
      ),
      colourBar: attentionColourBar(limit, 'attention', undefined, contrast, isCut),
    };
  };
  return (
    <FigureMenu
      name="attention of all top heads"
      makeFigure={makeFigure}
      fileName={figure.nameFile('attention of the top heads')}
    />
  );
}
