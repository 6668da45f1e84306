import type { HeatmapProps } from '../plot/heatmap/Heatmap';

/** Two layers by two heads, nothing pinned. */
export const SAMPLE_HEATMAP: HeatmapProps = {
  title: 'Head output (z)',
  values: [0.1, -0.2, 0.3, 0.4],
  rowName: 'layer',
  rowLabels: ['0', '1'],
  rowsPerLayer: 1,
  columnName: 'head',
  columns: [{ text: '0' }, { text: '1' }],
  nameCell: ({ row, column }) => `L${row}H${column}`,
  limit: 1,
  scale: 'RdBu',
  tone: 'light',
  valueName: 'recovery',
  unit: '',
  figure: { lines: [], nameFile: (part) => part },
  pinned: null,
  onPin: () => {},
};
