import { Stack } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { useTone } from '../heatmap/use-tone';
import { sampleIoiRun } from '../../testing/sample-ioi-run';
import { AttentionPattern } from './AttentionPattern';
import { AttentionTokens } from './AttentionTokens';
import { createFocusStore } from './focus-store';

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

export const MatrixAndTokens: StoryObj = { render: () => <Views /> };
