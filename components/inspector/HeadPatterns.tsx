'use client';

import { useQuery } from '@apollo/client/react';
import { SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { readError } from '../apollo/read-error';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { HeadPatternsDocument, type HeadPatternsQuery, type PatternWeighting } from '../generated/graphql';
import { findLimit, type Tone } from '../plot/heatmap/scale';
import { Notice } from '../site/Notice';
import { AttentionPattern } from '../plot/attention/AttentionPattern';
import { flattenPattern, patternLimit } from '../plot/attention/pattern-layout';
import classes from '../plot/attention/attention.module.css';

/** What entries of a pattern can be multiplied by, and how titles and colour bars say so. */
const WEIGHTINGS = {
  NONE: { label: 'Pattern', suffix: '', valueName: undefined },
  VALUE_NORM: { label: '× ‖v‖', suffix: ' × ‖v‖', valueName: 'attention probability × norm of the value' },
  OUTPUT_NORM: {
    label: '× ‖v W_O‖',
    suffix: ' × ‖v W_O‖',
    valueName: 'attention probability × norm of the projected value',
  },
} as const satisfies Readonly<Record<PatternWeighting, object>>;

/** Width of a pattern in the inspector, in pixels. */
const COMPACT_ROOM = 166;

interface HeadPatternsProps {
  readonly runId: string;
  readonly layer: number;
  readonly head: number;
  /** Index of the prompt; null for the mean over prompts. */
  readonly prompt: number | null;
  readonly tone: Tone;
  /** Positions whose tokens differ between the prompts. */
  readonly marked: readonly number[];
  readonly figure: FigureContext;
  /**
   * Shows the clean pattern only, for a row of many heads. Otherwise patterns are small enough for two in a row of the
   * inspector.
   */
  readonly isBrief?: boolean;
}

/** A head's attention pattern on the clean and the corrupted prompts, and their difference. */
export function HeadPatterns(props: HeadPatternsProps) {
  const { runId, layer, head, prompt, tone, marked, figure, isBrief = false } = props;
  const [weighting, setWeighting] = useState<PatternWeighting>('NONE');
  const { data, error } = useQuery(HeadPatternsDocument, {
    variables: { id: runId, layer, head, prompt, weighting },
  });
  const name = `L${layer}H${head}`;
  const patterns = useMemo(() => readPatterns(data, weighting), [data, weighting]);
  if (error) {
    return (
      <Notice tone="warning" title={`No attention pattern of ${name}`}>
        {readError(error).message}
      </Notice>
    );
  }
  const { suffix, valueName } = WEIGHTINGS[weighting];
  if (!patterns) return <Skeleton height={220} width={isBrief ? 260 : '100%'} />;
  const { clean, corrupted, difference, limit, differenceLimit, tokens, corruptedTokens } = patterns;
  const shared = { tone, marked, figure, valueName };
  const small = { room: COMPACT_ROOM };
  const pattern = { ...shared, limit, palette: 'attention' } as const;
  if (isBrief) return <AttentionPattern title={name} tokens={tokens} values={clean} {...pattern} />;
  return (
    <Stack gap="xs">
      <SegmentedControl
        w="fit-content"
        size="xs"
        aria-label="Weighting of the patterns"
        value={weighting}
        onChange={(chosen) => setWeighting(chosen as PatternWeighting)}
        data={Object.entries(WEIGHTINGS).map(([value, { label }]) => ({ value, label }))}
      />
      <div className={classes.patterns}>
        <AttentionPattern
          title={`${name}, clean${suffix}`}
          tokens={tokens}
          values={clean}
          {...pattern}
          {...small}
        />
        <AttentionPattern
          title={`${name}, corrupted${suffix}`}
          tokens={corruptedTokens}
          values={corrupted}
          {...pattern}
          {...small}
        />
        {difference && (
          <AttentionPattern
            title={`${name}, clean − corrupted${suffix}`}
            tokens={tokens}
            values={difference}
            limit={differenceLimit}
            palette="RdBu"
            {...shared}
            {...small}
          />
        )}
      </div>
      {!difference && (
        <Text size="xs" c="dimmed">
          The prompts have different numbers of tokens, so their patterns have no difference.
        </Text>
      )}
    </Stack>
  );
}

/**
 * Computes the patterns that are drawn; null before the data has arrived. Prompts with different numbers of tokens have no
 * difference.
 */
export function readPatterns(
  data: HeadPatternsQuery | undefined | null,
  weighting: PatternWeighting = 'NONE',
) {
  const { clean, corrupted } = data?.run ?? {};
  if (!clean || !corrupted) return null;
  const size = clean.tokens.length;
  const [first, second] = [flattenPattern(clean.values), flattenPattern(corrupted.values)];
  const isEqual = corrupted.tokens.length === size;
  const difference = isEqual ? first.map((value, cell) => value - second[cell]!) : null;
  return {
    tokens: clean.tokens,
    corruptedTokens: corrupted.tokens,
    clean: first,
    corrupted: second,
    difference,
    limit:
      weighting === 'NONE'
        ? Math.max(patternLimit([first], size), patternLimit([second], corrupted.tokens.length))
        : findLimit([first, second]),
    differenceLimit: Math.max(
      0.05,
      ...(difference ?? []).map((value) => (Number.isNaN(value) ? 0 : Math.abs(value))),
    ),
  };
}
