import { ActionIcon } from '@mantine/core';
import { IconArrowsMaximize } from '@tabler/icons-react';
import { useMemo } from 'react';
import { FigureMenu, type FigureContext } from '../figure/FigureMenu';
import type { PaletteName } from '../heatmap/pixels';
import type { Tone } from '../heatmap/scale';
import { hasLarger, type Contrast, type Painted } from './contrast';
import { attentionColourBar, attentionPanel, nameAttention } from './panel';
import { PatternBar } from './PatternBar';
import classes from './attention.module.css';

interface PatternCaptionProps {
  readonly title: string;
  /** Name of an exported figure. Default: the title. */
  readonly name?: string | undefined;
  readonly labels: readonly string[];
  /** Row-major [dest, src], NaN above the diagonal. */
  readonly values: Float32Array;
  readonly limit: number;
  readonly palette: PaletteName;
  readonly tone: Tone;
  readonly contrast: Contrast;
  /** The values as they are painted. */
  readonly painted: Painted;
  readonly marked: readonly number[];
  readonly figure: FigureContext | undefined;
  /** What the values are; the attention probability when left out. */
  readonly valueName?: string | undefined;
  readonly onOpen?: (() => void) | undefined;
  /** Whether there is room for the name of the values on the colour bar. */
  readonly isWide?: boolean;
}

/** Title, colour scale and export of an attention pattern. */
export function PatternCaption(props: PatternCaptionProps) {
  const {
    title,
    labels,
    values,
    limit,
    palette,
    tone,
    contrast,
    painted,
    marked,
    figure,
    valueName,
    onOpen,
  } = props;
  const { isWide = false, name = title } = props;
  const isCut = useMemo(() => hasLarger(painted), [painted]);
  return (
    <figcaption className={classes.caption}>
      <span>{title}</span>
      <PatternBar {...{ limit, palette, tone, contrast, isCut, valueName, isWide }} />
      <span className={classes.actions}>
        {figure && (
          <FigureMenu
            name={`attention of ${name}`}
            fileName={figure.nameFile(`attention ${name}`)}
            makeFigure={() => ({
              title: nameAttention(name),
              lines: figure.lines,
              panels: [attentionPanel(name, labels, values, limit, palette, marked, contrast)],
              colourBar: attentionColourBar(limit, palette, valueName, contrast, isCut),
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
