import { ActionIcon } from '@mantine/core';
import { IconArrowsMaximize } from '@tabler/icons-react';
import { FigureMenu, type FigureContext } from '../figure/FigureMenu';
import { paletteColour, type PaletteName } from '../heatmap/pixels';
import type { Tone } from '../heatmap/scale';
import { attentionColourBar, attentionPanel } from './panel';
import classes from './attention.module.css';

interface PatternCaptionProps {
  readonly title: string;
  readonly labels: readonly string[];
  /** Row-major [dest, src], NaN above the diagonal. */
  readonly values: Float32Array;
  readonly limit: number;
  readonly palette: PaletteName;
  readonly tone: Tone;
  readonly marked: readonly number[];
  readonly figure: FigureContext | undefined;
  /** What the values are; the attention probability when left out. */
  readonly valueName?: string | undefined;
  readonly onOpen?: (() => void) | undefined;
}

/** Title, colour scale and export of an attention pattern. */
export function PatternCaption(props: PatternCaptionProps) {
  const { title, labels, values, limit, palette, tone, marked, figure, valueName, onOpen } = props;
  const isDifference = palette !== 'attention';
  const stops = Array.from({ length: 9 }, (_, step) =>
    paletteColour(isDifference ? step / 4 - 1 : step / 8, palette, tone),
  );
  return (
    <figcaption className={classes.caption}>
      <span>{title}</span>
      <span className={classes.range}>
        {isDifference ? `−${limit.toFixed(2)}` : '0'}
        <span
          className={classes.ramp}
          style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}
        />
        {limit.toFixed(2)}
      </span>
      <span className={classes.actions}>
        {figure && (
          <FigureMenu
            name={`attention of ${title}`}
            fileName={figure.nameFile(`attention ${title}`)}
            makeFigure={() => ({
              title: `Attention of ${title}`,
              lines: figure.lines,
              panels: [attentionPanel(title, labels, values, limit, palette, marked)],
              colourBar: attentionColourBar(limit, palette, valueName),
            })}
          />
        )}
        {onOpen && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Enlarge the attention of ${title}`}
            onClick={onOpen}
          >
            <IconArrowsMaximize size={13} />
          </ActionIcon>
        )}
      </span>
    </figcaption>
  );
}
