'use client';

import { useQuery } from '@apollo/client/react';
import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { readError } from '../apollo/read-error';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { HeadPatternsDocument, type HeadPatternsQuery } from '../generated/graphql';
import type { Tone } from '../plot/heatmap/scale';
import { Notice } from '../site/Notice';
import { AttentionPattern } from '../plot/attention/AttentionPattern';
import { flattenPattern, patternLimit } from '../plot/attention/pattern-layout';
import classes from '../plot/attention/attention.module.css';

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
  const { data, error } = useQuery(HeadPatternsDocument, { variables: { id: runId, layer, head, prompt } });
  const name = `L${layer}H${head}`;
  const patterns = useMemo(() => readPatterns(data), [data]);
  if (error) {
    return (
      <Notice tone="warning" title={`No attention pattern of ${name}`}>
        {readError(error).message}
      </Notice>
    );
  }
  if (!patterns) return <Skeleton height={220} width={isBrief ? 260 : '100%'} />;
  const { clean, corrupted, difference, limit, differenceLimit, tokens, corruptedTokens } = patterns;
  const shared = { tone, marked, figure };
  const small = { room: COMPACT_ROOM };
  const pattern = { ...shared, limit, palette: 'attention' } as const;
  if (isBrief) return <AttentionPattern title={name} tokens={tokens} values={clean} {...pattern} />;
  return (
    <div className={classes.patterns}>
      <AttentionPattern title={`${name}, clean`} tokens={tokens} values={clean} {...pattern} {...small} />
      <AttentionPattern
        title={`${name}, corrupted`}
        tokens={corruptedTokens}
        values={corrupted}
        {...pattern}
        {...small}
      />
      <AttentionPattern
        title={`${name}, clean − corrupted`}
        tokens={tokens}
        values={difference}
        limit={differenceLimit}
        palette="RdBu"
        {...shared}
        {...small}
      />
    </div>
  );
}

/** Computes the patterns that are drawn; null before the data has arrived. */
export function readPatterns(data: HeadPatternsQuery | undefined | null) {
  const { clean, corrupted } = data?.run ?? {};
  if (!clean || !corrupted) return null;
  const size = clean.tokens.length;
  const [first, second] = [flattenPattern(clean.values), flattenPattern(corrupted.values)];
  const difference = first.map((value, cell) => value - second[cell]!);
  return {
    tokens: clean.tokens,
    corruptedTokens: corrupted.tokens,
    clean: first,
    corrupted: second,
    difference,
    limit: patternLimit([first, second], size),
    differenceLimit: Math.max(
      0.05,
      ...difference.map((value) => (Number.isNaN(value) ? 0 : Math.abs(value))),
    ),
  };
}
