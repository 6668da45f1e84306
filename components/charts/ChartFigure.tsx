'use client';

import { Group, Title } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { FigureMenu, type FigureContext } from '../plot/figure/FigureMenu';
import { chartPanels } from './chart-panel';

interface ChartFigureProps {
  readonly title: string;
  /** Lines below the title of an exported figure, before those of the run: series and their colours. */
  readonly lines?: readonly string[];
  readonly figure: FigureContext;
  /** Between the title and the chart; not part of the exported figure. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A chart with its title and its export. */
export function ChartFigure({ title, lines = [], figure, note, children }: ChartFigureProps) {
  const plots = useRef<HTMLDivElement>(null);
  const makeFigure = () => {
    const panels = plots.current ? chartPanels(plots.current, title) : [];
    return panels.length === 0 ? null : { title, lines: [...lines, ...figure.lines], panels };
  };
  return (
    <figure>
      <Group gap={4} mb={4} wrap="nowrap">
        <Title order={3}>{title}</Title>
        <FigureMenu name={title} makeFigure={makeFigure} fileName={figure.nameFile(title)} />
      </Group>
      {note}
      <div ref={plots}>{children}</div>
    </figure>
  );
}
