'use client';

import { ActionIcon, Button } from '@mantine/core';
import { IconArrowsMaximize } from '@tabler/icons-react';
import { memo } from 'react';
import { usePageActions } from '../../actions/page-actions';
import { FigureMenu, type FigureContext } from '../figure/FigureMenu';
import { describeMarks, heatmapColourBar, heatmapPanel, type HeatmapData } from './panel';
import type { HeatmapScale } from './palette';
import classes from './heatmap.module.css';

/** How a heatmap is shown: as a plot, as a table of all values, or as a list of the largest. */
export type HeatmapShownAs = 'plot' | 'table' | 'largest';

/** Selects the cells with the largest effects. */
export interface SelectTop {
  readonly count: number;
  readonly onSelect: () => void;
}

interface HeatmapCaptionProps extends HeatmapData {
  /** Of the title. */
  readonly id: string;
  readonly limit: number;
  readonly scale: HeatmapScale;
  readonly valueName: string;
  readonly figure: FigureContext;
  readonly shownAs: HeatmapShownAs;
  readonly onShowAs: (view: HeatmapShownAs) => void;
  readonly onMaximise: () => void;
  /** Left out while cells are not being selected. */
  readonly selectTop?: SelectTop | undefined;
}

/** The title of a heatmap with its menu and buttons. It stays as it is while cells are pinned and selected. */
export const HeatmapCaption = memo(function HeatmapCaption(props: HeatmapCaptionProps) {
  const { id, title, limit, scale, valueName, figure, shownAs, onShowAs, onMaximise, selectTop } = props;
  const views = [
    ...(shownAs === 'plot' ? [] : [{ label: 'Show the plot', onClick: () => onShowAs('plot') }]),
    ...(shownAs === 'table' ? [] : [{ label: 'Show as a table', onClick: () => onShowAs('table') }]),
    ...(shownAs === 'largest'
      ? []
      : [{ label: 'Show the largest cells', onClick: () => onShowAs('largest') }]),
    { label: 'Maximise', onClick: onMaximise },
  ];
  usePageActions([
    {
      id: `maximise ${title}`,
      label: `Maximise ${title}`,
      keywords: 'enlarge full screen plot',
      run: onMaximise,
    },
    {
      id: `largest ${title}`,
      label: `Largest cells of ${title}`,
      keywords: 'table top plot',
      run: () => onShowAs('largest'),
    },
  ]);
  return (
    <figcaption className={classes.caption}>
      <span id={id}>{title}</span>
      <FigureMenu
        name={title}
        makeFigure={() => ({
          title,
          lines: describeMarks(figure.lines, [props]),
          panels: [heatmapPanel(props, limit, scale)],
          colourBar: heatmapColourBar(limit, scale, valueName),
        })}
        fileName={figure.nameFile(title)}
        views={views}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        className={classes.maximise}
        aria-label={`Maximise ${title}`}
        onClick={onMaximise}
      >
        <IconArrowsMaximize size={13} />
      </ActionIcon>
      {selectTop && (
        <Button
          size="compact-xs"
          variant="light"
          className={classes.top}
          aria-label={`Select the top ${selectTop.count} cells of ${title}`}
          onClick={selectTop.onSelect}
        >
          Top {selectTop.count}
        </Button>
      )}
    </figcaption>
  );
});
