/** What stands in for content that is being read, in the layout of that content, so that nothing moves when it comes. */
import { Group, Skeleton, Stack } from '@mantine/core';

interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** In pixels; 32 where it is not known yet. */
  readonly cellWidth?: number | undefined;
  readonly cellHeight?: number | undefined;
}

/** Names of rows and columns beside a heatmap, in pixels. */
const LABELS = { left: 28, below: 26 };

/** A heatmap with its labels. */
export function HeatmapPlaceholder({ rows, columns, cellWidth = 32, cellHeight = 32 }: GridSize) {
  const height = rows * cellHeight;
  return (
    <div style={{ maxWidth: '100%', width: columns * cellWidth + LABELS.left }}>
      <Group gap={8} wrap="nowrap" align="stretch">
        <Stack gap={0} justify="space-around" h={height} w={LABELS.left - 8}>
          {Array.from({ length: Math.min(rows, 4) }, (_, at) => (
            <Skeleton key={at} height={8} />
          ))}
        </Stack>
        <Skeleton height={height} radius={2} flex={1} />
      </Group>
      <Skeleton height={8} width="40%" mt={10} ml="auto" mr="auto" mb={LABELS.below - 18} />
    </div>
  );
}

/** A table of a name and numbers. */
export function TablePlaceholder({
  rows,
  width,
}: {
  readonly rows: number;
  readonly width: number | string;
}) {
  return (
    <Stack gap={10} w={width} maw="100%">
      <Skeleton height={12} />
      {Array.from({ length: rows }, (_, at) => (
        <Group key={at} justify="space-between" wrap="nowrap">
          <Skeleton height={10} width="34%" />
          <Skeleton height={10} width="22%" />
        </Group>
      ))}
    </Stack>
  );
}

/** Lines of text; the last one is shorter. */
export function TextPlaceholder({
  lines,
  width = '90ch',
}: {
  readonly lines: number;
  readonly width?: string;
}) {
  return (
    <Stack gap={8} maw={width}>
      {Array.from({ length: lines }, (_, at) => (
        <Skeleton key={at} height={10} width={at === lines - 1 && lines > 1 ? '62%' : '100%'} />
      ))}
    </Stack>
  );
}

/** Matrices beside each other, each with a name above it. */
export function MatrixPlaceholders({ count, size }: { readonly count: number; readonly size: number }) {
  return (
    <Group gap="md" align="flex-start">
      {Array.from({ length: count }, (_, at) => (
        <Stack key={at} gap={8}>
          <Skeleton height={10} width={size / 2} />
          <Skeleton height={size} width={size} radius={2} />
        </Stack>
      ))}
    </Group>
  );
}
