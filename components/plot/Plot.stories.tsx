import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { FigureMenu } from './figure/FigureMenu';
import { PaperDialog } from './figure/paper/PaperDialog';
import { Heatmap } from './heatmap/Heatmap';
import { Legend } from './heatmap/Legend';
import { MaximisedHeatmap } from './heatmap/MaximisedHeatmap';
import { heatmapColourBar, heatmapPanel } from './heatmap/panel';
import { useTone } from './heatmap/use-tone';
import { ValueTable } from './heatmap/ValueTable';

const meta: Meta = {};
export default meta;

type Story = StoryObj;

const ignore = (): void => {};
const count = (length: number): string[] => Array.from({ length }, (_, index) => String(index));
const data = {
  title: 'Head output (z)',
  values: Float32Array.from({ length: 48 }, (_, at) => (at === 40 ? NaN : 0.6 * Math.sin(at * 1.7))),
  skipped: Uint8Array.from({ length: 48 }, (_, at) => Number(at < 4)),
  unclear: Uint8Array.from({ length: 48 }, (_, at) => Number(at > 20 && at < 26)),
  rowName: 'layer' as const,
  rowLabels: count(6),
  rowsPerLayer: 1,
  columnName: 'head' as const,
  columns: count(8).map((text) => ({ text })),
  nameCell: ({ row, column }: { row: number; column: number }) => `L${row}H${column}`,
  limit: 0.6,
  scale: 'RdBu' as const,
  valueName: 'recovery',
  unit: '',
  figure: { lines: ['Recovery, mean of 8 prompt pairs.'], nameFile: () => 'heads' },
  showsValues: true,
  pinned: { row: 3, column: 5 },
  onPin: ignore,
};
const figure = () => ({
  title: data.title,
  lines: data.figure.lines,
  panels: [heatmapPanel(data, data.limit, data.scale)],
  colourBar: heatmapColourBar(data.limit, data.scale, data.valueName),
});

function Plot({
  isLarge = false,
  ...changes
}: {
  readonly isLarge?: boolean;
  readonly hasMargins?: boolean;
}) {
  const props = { ...data, ...changes, tone: useTone() };
  return isLarge ? (
    <MaximisedHeatmap id="plot" {...props} onClose={ignore} />
  ) : (
    <Heatmap {...props} hasOwnScale />
  );
}
function Scales() {
  const common = { limit: 0.6, tone: useTone(), label: 'recovery' };
  return (
    <>
      <Legend {...common} scale="RdBu" isHatched hasUnclear />
      <Legend {...common} scale="PuOr" hasNoRange />
      <Legend {...common} scale="roles" isHatched />
    </>
  );
}
const openMenu =
  (name: string, item: string): Story['play'] =>
  async ({ canvas, canvasElement }) => {
    await userEvent.click(canvas.getByRole('button', { name }));
    await userEvent.click(
      await within(canvasElement.ownerDocument.body).findByRole('menuitem', { name: item }),
    );
    await canvas.findByRole('table');
  };

export const Cells: Story = { render: () => <Plot hasMargins /> };
export const AsATable: Story = { render: () => <ValueTable {...data} /> };
export const LargestCells: Story = {
  render: () => <Plot />,
  play: openMenu('View and export Head output (z)', 'Show the largest cells'),
};
export const Maximised: Story = {
  render: () => <Plot isLarge />,
  parameters: { pictureWidth: 1280, pictureHeight: 800 },
};
export const Legends: Story = { render: () => <Scales /> };
export const Menu: Story = {
  render: () => <FigureMenu name="Heads" makeFigure={figure} fileName="heads" />,
  // Mantine's menu has a hidden element for the focus beside its items.
  parameters: { ignoredRules: ['aria-required-children'] },
  play: async ({ canvas, canvasElement }) => {
    await userEvent.click(canvas.getByRole('button'));
    await within(canvasElement.ownerDocument.body).findByRole('menu');
  },
};
export const FigureForAPaper: Story = {
  render: () => <PaperDialog figure={figure()} fileName="heads" onClose={ignore} />,
  parameters: { pictureWidth: 1000, pictureHeight: 900 },
};
