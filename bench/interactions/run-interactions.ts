/** What people do on the page of a run. */
import type { Page } from '@playwright/test';
import { click, HEATMAP_MS, hover, named, press } from './gestures';
import type { Interaction } from './measure';

const RESIDUAL = named('application', /^Residual stream: /);
const HEADS = named('application', /^Head output/);
const CELLS_OF_HEADS = (page: Page) => HEADS(page).getByTestId('cells');
const segment =
  (group: string | RegExp, name: string): Parameters<typeof click>[1] =>
  (page) =>
    page.getByRole('radiogroup', { name: group }).getByText(name, { exact: true });

export const RUN_INTERACTIONS: readonly Interaction[] = [
  hover('hover cells', (page) => page.getByTestId('cells').first()),
  press('arrow keys in a heatmap', ['ArrowRight', 'ArrowDown', 'ArrowRight'], RESIDUAL, HEATMAP_MS),
  click('pin the first cell', RESIDUAL, HEATMAP_MS),
  click('pin another cell', CELLS_OF_HEADS, HEATMAP_MS),
  press('move the pinned cell', ['ArrowRight', 'ArrowDown', 'ArrowLeft'], undefined, HEATMAP_MS),
  hover('hover attention in the inspector', (page) =>
    page.getByRole('complementary', { name: 'Inspector' }).getByRole('application', { name: /, clean/ }),
  ),
  click('attention as tokens', segment('Attention as', 'Tokens')),
  click('attention as a matrix', segment('Attention as', 'Matrix')),
  click('attention as large as the screen', (page) =>
    page.getByRole('complementary', { name: 'Inspector' }).getByRole('application', { name: /, clean/ }),
  ),
  press('close attention', ['Escape']),
  press('release the cell', ['Escape'], HEADS, HEATMAP_MS),
  click('show the change', segment('Values shown', 'Change')),
  click('show the logit difference', segment('Values shown', 'Logit difference')),
  click('next prompt', named('button', 'Next prompt')),
  click('previous prompt', named('button', 'Previous prompt')),
  click('open the menu View', named('button', 'View')),
  click('numbers in cells', (page) => page.getByLabel('Numbers in cells that have room')),
  click('means of rows', (page) => page.getByLabel('Means of rows and columns')),
  press('close the menu', ['Escape']),
  click('collapse a section', named('button', /^Heads$/)),
  click('expand it', named('button', /^Heads$/)),
  click('select cells', named('button', 'Select cells')),
  click('select a cell', CELLS_OF_HEADS, HEATMAP_MS),
  press('stop selecting', ['Escape']),
  click('maximise', named('button', 'Maximise Head output (z)')),
  press('close it', ['Escape']),
  click('export a figure', named('button', 'View and export Head output (z)')),
  press('close the export', ['Escape']),
  click('number of heads', (page) => page.getByLabel('Number of heads')),
  click('switch the colour scheme', named('button', 'Switch between light and dark')),
  click('switch it back', named('button', 'Switch between light and dark')),
];
