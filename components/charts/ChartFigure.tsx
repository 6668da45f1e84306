'use client';

import { Group, Skeleton, Title } from '@mantine/core';
import { Suspense, type ReactNode } from 'react';
import { FigureMenu, type FigureContext } from '../plot/figure/FigureMenu';
import { useSeen } from '../site/use-seen';
import { chartPanels } from './chart-panel';
import { whenDrawn } from './when-drawn';

/** Of a chart that has not been loaded, in pixels. */
export const CHART_HEIGHT = 250;

interface ChartFigureProps {
  readonly title: string;
  /** Lines below the title of an exported figure, before those of the run: series and their colours. */
  readonly lines?: readonly string[];
  readonly figure: FigureContext;
  /** Between the title and the chart; not part of the exported figure. */
  readonly note?: ReactNode;
  /** What takes the chart's place until it is loaded; a rectangle when left out. */
  readonly place?: ReactNode;
  readonly children: ReactNode;
}

/** A chart with its title and its export. Recharts is loaded when one comes into view. */
export function ChartFigure({
  title,
  lines = [],
  figure,
  note,
  place = <Skeleton height={CHART_HEIGHT} />,
  children,
}: ChartFigureProps) {
  const [plots, isSeen, see] = useSeen<HTMLDivElement>({ waitsForScroll: true });
  const draw = async (): Promise<void> => {
    see();
    if (plots.current) await whenDrawn(plots.current);
  };
  const makeFigure = () => {
    const panels = plots.current ? chartPanels(plots.current, title) : [];
    return panels.length === 0 ? null : { title, lines: [...lines, ...figure.lines], panels };
  };
  return (
    <figure>
      <Group gap={4} mb={4} wrap="nowrap">
        <Title order={3}>{title}</Title>
        <FigureMenu name={title} {...{ makeFigure, draw }} fileName={figure.nameFile(title)} />
      </Group>
      {note}
      <div ref={plots}>{isSeen ? <Suspense fallback={place}>{children}</Suspense> : place}</div>
    </figure>
  );
}
