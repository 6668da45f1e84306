import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { useTone } from '../heatmap/use-tone';
import { sampleIoiRun } from '../../testing/sample-ioi-run';
import { AttentionPattern } from './AttentionPattern';
import { AttentionTokens } from './AttentionTokens';
import { ContrastControl } from './ContrastControl';
import { createFocusStore } from './focus-store';
import { patternLabels, patternLimit } from './pattern-layout';
import { PatternExplorer } from './PatternExplorer';

const meta: Meta = {};
export default meta;

const { cleanTokens: tokens } = sampleIoiRun().pairs[0]!;
const size = tokens.length;
/** Position 4 is the name that END attends to, as if it were copied. */
const values = Float32Array.from({ length: size * size }, (_, cell) => {
  const [dest, src] = [Math.floor(cell / size), cell % size];
  if (src > dest) return NaN;
  return dest === size - 1 ? (src === 4 ? 0.72 : 0.02) : src === 0 ? 0.8 : 0.2 / Math.max(1, dest);
});

function Views() {
  const shared = { tokens, values, limit: 0.8, palette: 'attention' as const, tone: useTone(), marked: [10] };
  return (
    <Stack>
      <AttentionPattern {...shared} title="L9H9" onOpen={() => {}} />
      <AttentionTokens {...shared} title="L9H9" focus={createFocusStore(size)} />
    </Stack>
  );
}

/** A prompt of 120 tokens: each position attends a little to all before it, and more to the one 12 before. */
const LONG = 120;
const longTokens = Array.from({ length: LONG }, (_, id) => ({ id, text: ` w${id}` }));
const longValues = Float32Array.from({ length: LONG * LONG }, (_, cell) => {
  const [dest, src] = [Math.floor(cell / LONG), cell % LONG];
  return src > dest ? NaN : src === 0 ? 0.6 : src === dest - 12 ? 0.04 : 0.36 / (dest + 1);
});

function LongView() {
  const shared = {
    tokens: longTokens,
    values: longValues,
    limit: patternLimit([longValues], LONG),
    palette: 'attention' as const,
    tone: useTone(),
    marked: [10],
  };
  return (
    <Stack>
      <ContrastControl size={LONG} />
      <AttentionPattern {...shared} title="L9H9" room={320} />
      <PatternExplorer
        {...shared}
        title="Clean"
        labels={patternLabels(longTokens).map((label, at) => `${label} ${at}`)}
        focus={createFocusStore(LONG)}
        room={340}
      />
    </Stack>
  );
}

export const LongPrompt: StoryObj = { render: () => <LongView /> };
export const MatrixAndTokens: StoryObj = { render: () => <Views /> };
