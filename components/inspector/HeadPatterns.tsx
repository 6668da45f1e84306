'use client';

import { useQuery } from '@apollo/client/react';
import { SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { HeadPatternsDocument, type PatternWeighting } from '../generated/graphql';
import type { Tone } from '../plot/heatmap/scale';
import { MatrixPlaceholders } from '../site/Placeholders';
import { RequestProblem } from '../site/RequestProblem';
import { AttentionPattern } from '../plot/attention/AttentionPattern';
import { ContrastControl } from '../plot/attention/ContrastControl';
import { createFocusStore } from '../plot/attention/focus-store';
import { HeadSides, listSides } from './HeadSides';
import { readPatterns } from './read-patterns';
import { WeightingControl, WEIGHTINGS } from './WeightingControl';
import classes from '../plot/attention/attention.module.css';

const HeadDialog = dynamic(() => import('./HeadDialog').then((module) => module.HeadDialog), { ssr: false });

/** Width of a pattern in a row of many heads, in pixels. */
const BRIEF_ROOM = 270;
/** A matrix while it is read. */
const PLACE = 110;

/** What is drawn in a row of many heads. */
export type PatternSide = 'clean' | 'corrupted' | 'difference';

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
   * Shows one pattern only, for a row of many heads. Otherwise patterns are small enough for two in a row of the inspector.
   */
  readonly brief?: PatternSide | undefined;
}

/** A head's attention on the clean and the corrupted prompts, and their difference, as matrices or as shaded tokens. */
export function HeadPatterns(props: HeadPatternsProps) {
  const { runId, layer, head, prompt, tone, marked, figure, brief } = props;
  const [weighting, setWeighting] = useState<PatternWeighting>('NONE');
  const [isByToken, setByToken] = useState(false);
  // The control answers first; 1,000 tokens follow.
  const isShownByToken = useDeferredValue(isByToken);
  const [isLarge, setLarge] = useState(false);
  const { data, error, refetch } = useQuery(HeadPatternsDocument, {
    variables: { id: runId, layer, head, prompt, weighting },
  });
  const name = `L${layer}H${head}`;
  const patterns = useMemo(() => readPatterns(data, weighting), [data, weighting]);
  const size = patterns?.tokens.length ?? 0;
  const otherSize = patterns?.corruptedTokens.length ?? 0;
  const [focus, otherFocus] = useMemo(() => {
    const own = createFocusStore(size);
    return [own, otherSize === size ? own : createFocusStore(otherSize)];
  }, [size, otherSize]);
  const open = useCallback((): void => setLarge(true), []);
  if (error) {
    return (
      <RequestProblem
        error={error}
        tone="warning"
        title={`No attention pattern of ${name}`}
        onRetry={refetch}
      />
    );
  }
  const { suffix, valueName } = WEIGHTINGS[weighting];
  if (!patterns)
    return brief ? (
      <Skeleton height={BRIEF_ROOM} width={BRIEF_ROOM - 20} />
    ) : (
      <MatrixPlaceholders count={3} size={PLACE} />
    );
  const dialog = isLarge && (
    <HeadDialog {...{ runId, layer, head, prompt, tone, marked, figure }} onClose={() => setLarge(false)} />
  );
  const noDifference = (
    <Text size="xs" c="dimmed">
      The prompts have different numbers of tokens, so their patterns have no difference.
    </Text>
  );
  if (brief) {
    const shown = listSides(patterns, focus, otherFocus).find(({ side }) => side === brief);
    if (!shown) return noDifference;
    const { side, focus: _, title: __, ...pattern } = shown;
    const ofSide = side === 'clean' ? '' : `, ${shown.title}`;
    return (
      <>
        <AttentionPattern
          {...pattern}
          {...{ tone, marked, figure }}
          title={name + ofSide}
          figureName={`${name}, ${shown.title}`}
          room={BRIEF_ROOM}
          onOpen={open}
        />
        {dialog}
      </>
    );
  }
  return (
    <Stack gap="xs">
      <div className={classes.controls}>
        <SegmentedControl
          size="xs"
          aria-label="Attention as"
          value={isByToken ? 'tokens' : 'matrix'}
          onChange={(chosen) => setByToken(chosen === 'tokens')}
          data={[
            { value: 'matrix', label: 'Matrix' },
            { value: 'tokens', label: 'Tokens' },
          ]}
        />
        <WeightingControl value={weighting} onChange={setWeighting} />
        <ContrastControl size={size} />
      </div>
      <HeadSides
        {...{ patterns, focus, otherFocus, name, suffix, valueName, tone, marked, figure }}
        isByToken={isShownByToken}
        onOpen={open}
      />
      {!patterns.difference && noDifference}
      {dialog}
    </Stack>
  );
}
