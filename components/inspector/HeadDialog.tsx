'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { HeadPatternsDocument, type PatternWeighting } from '../generated/graphql';
import { AttentionTokens } from '../plot/attention/AttentionTokens';
import { ContrastControl } from '../plot/attention/ContrastControl';
import { createFocusStore } from '../plot/attention/focus-store';
import { PatternExplorer } from '../plot/attention/PatternExplorer';
import { patternLabels } from '../plot/attention/pattern-layout';
import { wholeView, zoomView } from '../plot/attention/pattern-view';
import type { PaletteName } from '../plot/heatmap/pixels';
import type { Tone } from '../plot/heatmap/scale';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { MaximisedPanel } from '../plot/maximise/MaximisedPanel';
import { RequestProblem } from '../site/RequestProblem';
import type { TokenLike } from '../tokens/token-text';
import { readPatterns } from './read-patterns';
import { WeightingControl, WEIGHTINGS } from './WeightingControl';
import classes from '../plot/attention/attention.module.css';

export interface HeadDialogProps {
  readonly runId: string;
  readonly layer: number;
  readonly head: number;
  /** Index of the prompt; null for the mean over prompts. */
  readonly prompt: number | null;
  readonly tone: Tone;
  /** Positions whose tokens differ between the prompts. */
  readonly marked: readonly number[];
  readonly figure: FigureContext;
  readonly onClose: () => void;
}

/** Share of the height of the dialog that a matrix may take; the tokens are below. */
const MATRIX_SHARE = 0.68;
const GAP = 20;
const NARROWEST = 300;
/** Factor of one press of a button. */
const ZOOM_STEP = 1.5;
const MIDDLE = { x: 0.5, y: 0.5 };

/** The attention of a head as large as the screen: clean, corrupted and their difference, each as a matrix and as shaded tokens. */
export function HeadDialog({ onClose, ...props }: HeadDialogProps) {
  return (
    <MaximisedPanel title={`Attention of L${props.layer}H${props.head}`} onClose={onClose}>
      {(room) => <HeadExplorer {...props} room={room} />}
    </MaximisedPanel>
  );
}

interface HeadExplorerProps extends Omit<HeadDialogProps, 'onClose'> {
  readonly room: { readonly width: number; readonly height: number };
}

function HeadExplorer({ runId, layer, head, prompt, tone, marked, figure, room }: HeadExplorerProps) {
  const [weighting, setWeighting] = useState<PatternWeighting>('NONE');
  const { data, error, refetch } = useQuery(HeadPatternsDocument, {
    variables: { id: runId, layer, head, prompt, weighting },
  });
  const patterns = useMemo(() => readPatterns(data, weighting), [data, weighting]);
  const size = patterns?.tokens.length ?? 0;
  const otherSize = patterns?.corruptedTokens.length ?? 0;
  // Patterns of one size are read and zoomed together.
  const [focus, otherFocus] = useMemo(() => {
    const own = createFocusStore(size);
    return [own, otherSize === size ? own : createFocusStore(otherSize)];
  }, [size, otherSize]);
  const zoom = (factor: number): void => {
    focus.change({ view: zoomView(focus.read().view, factor, MIDDLE, size) });
    if (otherFocus !== focus) {
      otherFocus.change({ view: zoomView(otherFocus.read().view, factor, MIDDLE, otherSize) });
    }
  };
  if (error) return <RequestProblem error={error} tone="warning" onRetry={refetch} />;
  if (!patterns) return <Skeleton height={room.height * MATRIX_SHARE} />;
  const { clean, corrupted, difference, limit, differenceLimit, tokens, corruptedTokens } = patterns;
  const sides: readonly Side[] = [
    { title: 'Clean', values: clean, tokens, limit, palette: 'attention', focus },
    {
      title: 'Corrupted',
      values: corrupted,
      tokens: corruptedTokens,
      limit,
      palette: 'attention',
      focus: otherFocus,
    },
    ...(difference
      ? [
          {
            title: 'Clean − corrupted',
            values: difference,
            tokens,
            limit: differenceLimit,
            palette: 'RdBu',
            focus,
          } as const,
        ]
      : []),
  ];
  const perRow = Math.max(1, Math.min(sides.length, Math.floor((room.width + GAP) / (NARROWEST + GAP))));
  const width = (room.width - GAP * (perRow - 1)) / perRow;
  return (
    <>
      <Group gap="sm" w="100%">
        <WeightingControl value={weighting} onChange={setWeighting} />
        <ContrastControl size={size} />
        <Button.Group>
          <Button size="xs" variant="default" onClick={() => zoom(ZOOM_STEP)}>
            Zoom in
          </Button>
          <Button size="xs" variant="default" onClick={() => zoom(1 / ZOOM_STEP)}>
            Zoom out
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              focus.change({ view: wholeView(size) });
              otherFocus.change({ view: wholeView(otherSize) });
            }}
          >
            Show all tokens
          </Button>
        </Button.Group>
        <Text size="xs" c="dimmed">
          Rows attend to columns. The wheel, + and − zoom, dragging moves. Below, tokens are shaded by what
          the hovered token attends to; a line below a token: it attends to the hovered one.
        </Text>
      </Group>
      {difference && isEverywhereZero(difference) && (
        <Text size="xs" c="dimmed" w="100%">
          The patterns are equal
          {prompt === null && ' in the mean over prompts, as they are where each pair has a mirrored one'}.
          {prompt === null && ' Choose one prompt on the page to see its difference.'}
        </Text>
      )}
      <div className={classes.sides}>
        {sides.map((side) => (
          <SideView
            key={side.title}
            {...side}
            {...{ tone, marked, figure }}
            name={`L${layer}H${head}`}
            title={side.title + WEIGHTINGS[weighting].suffix}
            valueName={WEIGHTINGS[weighting].valueName}
            room={Math.min(width, Math.max(NARROWEST, room.height * MATRIX_SHARE))}
          />
        ))}
      </div>
    </>
  );
}

/** Differences that are below this are rounding. */
const ROUNDING = 1e-4;

function isEverywhereZero(difference: Float32Array): boolean {
  return difference.every((value) => Number.isNaN(value) || Math.abs(value) < ROUNDING);
}

interface Side {
  readonly title: string;
  readonly values: Float32Array;
  readonly tokens: readonly TokenLike[];
  readonly limit: number;
  readonly palette: PaletteName;
  readonly focus: ReturnType<typeof createFocusStore>;
}

interface SideViewProps extends Side {
  /** Of the head. */
  readonly name: string;
  readonly valueName: string | undefined;
  readonly tone: Tone;
  readonly marked: readonly number[];
  readonly figure: FigureContext;
  readonly room: number;
}

function SideView({ room, figure, name, valueName, ...side }: SideViewProps) {
  const labels = useMemo(
    () => patternLabels(side.tokens).map((label, position) => `${label} ${position}`),
    [side.tokens],
  );
  return (
    <div>
      <PatternExplorer
        {...side}
        {...{ labels, room, figure, valueName }}
        figureName={`${name}, ${side.title}`}
      />
      <AttentionTokens {...side} title={`${side.title} by token`} />
    </div>
  );
}
