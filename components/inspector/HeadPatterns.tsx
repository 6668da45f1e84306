'use client';

import { useQuery } from '@apollo/client/react';
import { SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { readError } from '../apollo/read-error';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { HeadPatternsDocument, type PatternWeighting } from '../generated/graphql';
import type { Tone } from '../plot/heatmap/scale';
import { Notice } from '../site/Notice';
import { MatrixPlaceholders } from '../site/Placeholders';
import { AttentionPattern } from '../plot/attention/AttentionPattern';
import { AttentionTokens } from '../plot/attention/AttentionTokens';
import { createFocusStore } from '../plot/attention/focus-store';
import { readPatterns } from './read-patterns';
import { WeightingControl, WEIGHTINGS } from './WeightingControl';
import classes from '../plot/attention/attention.module.css';

const HeadDialog = dynamic(() => import('./HeadDialog').then((module) => module.HeadDialog), { ssr: false });

/** Width of a pattern in the inspector, and of one in a row of many heads, in pixels. */
const COMPACT_ROOM = 166;
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
  const [isLarge, setLarge] = useState(false);
  const { data, error } = useQuery(HeadPatternsDocument, {
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
  if (error) {
    return (
      <Notice tone="warning" title={`No attention pattern of ${name}`}>
        {readError(error).message}
      </Notice>
    );
  }
  const { suffix, valueName } = WEIGHTINGS[weighting];
  if (!patterns)
    return brief ? (
      <Skeleton height={BRIEF_ROOM} width={BRIEF_ROOM - 20} />
    ) : (
      <MatrixPlaceholders count={3} size={PLACE} />
    );
  const { clean, corrupted, difference, limit, differenceLimit, tokens, corruptedTokens } = patterns;
  const all = [
    { side: 'clean', title: 'clean', tokens, values: clean, limit, palette: 'attention', focus },
    {
      side: 'corrupted',
      title: 'corrupted',
      tokens: corruptedTokens,
      values: corrupted,
      limit,
      palette: 'attention',
      focus: otherFocus,
    },
    ...(difference
      ? [
          {
            side: 'difference',
            title: 'clean − corrupted',
            tokens,
            values: difference,
            limit: differenceLimit,
            palette: 'RdBu',
            focus,
          } as const,
        ]
      : []),
  ] as const;
  const open = (): void => setLarge(true);
  const dialog = isLarge && (
    <HeadDialog {...{ runId, layer, head, prompt, tone, marked }} onClose={() => setLarge(false)} />
  );
  const noDifference = (
    <Text size="xs" c="dimmed">
      The prompts have different numbers of tokens, so their patterns have no difference.
    </Text>
  );
  if (brief) {
    const shown = all.find(({ side }) => side === brief);
    if (!shown) return noDifference;
    const { side, focus: _, title: __, ...pattern } = shown;
    const ofSide = side === 'clean' ? '' : `, ${shown.title}`;
    return (
      <>
        <AttentionPattern
          {...pattern}
          {...{ tone, marked, figure }}
          title={name + ofSide}
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
      </div>
      <div className={isByToken ? undefined : classes.patterns}>
        {all.map(({ side, title, focus: store, ...pattern }) => {
          const shared = { ...pattern, tone, marked, title: `${name}, ${title}${suffix}` };
          return isByToken ? (
            <AttentionTokens key={side} {...shared} focus={store} />
          ) : (
            <AttentionPattern
              key={side}
              {...shared}
              {...{ figure, valueName }}
              room={COMPACT_ROOM}
              onOpen={open}
            />
          );
        })}
      </div>
      {!difference && noDifference}
      {dialog}
    </Stack>
  );
}
