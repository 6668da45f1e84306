/** The panels that a figure for a paper can have: those of all figures of the page, each once. */
import type { ShownFigure } from '../figure-registry';
import type { Figure } from '../figure-svg';
import type { PaperPanel } from './paper-figure';

export interface PaperChoice extends PaperPanel {
  readonly id: string;
  /** Title of the panel, with that of its figure where another panel has the same. */
  readonly label: string;
  /** Title of its figure. */
  readonly figure: string;
  /** Below the title of its figure: metric, model, prompts. */
  readonly lines: readonly string[];
}

/** Lists the panels, those of `opened` first. */
export function listChoices(opened: Figure, figures: readonly ShownFigure[]): PaperChoice[] {
  const all = [opened, ...figures.flatMap(({ makeFigure }) => makeFigure() ?? [])];
  const panels = all.flatMap(({ title, panels: own, colourBar, lines }) =>
    own.map((panel) => ({ panel, colourBar, lines, figure: title })),
  );
  // A section and each of its facets are figures of their own.
  const once = panels.filter(
    ({ panel }, index) => panels.findIndex((other) => other.panel.body === panel.body) === index,
  );
  return once.map(({ panel, colourBar, lines, figure }, index) => ({
    id: String(index),
    panel,
    colourBar,
    lines,
    figure,
    label:
      once.filter((other) => other.panel.title === panel.title).length > 1 && figure !== panel.title
        ? `${panel.title} (${figure})`
        : panel.title,
  }));
}

/** Moves an entry of a list by one place. */
export function move<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const other = index + by;
  if (other < 0 || other >= list.length) return [...list];
  return list.with(index, list[other]!).with(other, list[index]!);
}
