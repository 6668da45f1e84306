import { Box, type BoxProps, type ElementProps } from '@mantine/core';
import type { CSSProperties } from 'react';
import classes from './table.module.css';

type PartProps<Tag extends 'table' | 'thead' | 'tbody' | 'tr' | 'th' | 'td'> = BoxProps &
  ElementProps<Tag, keyof BoxProps>;

interface TableProps extends PartProps<'table'> {
  /** Space above and below the text of a cell, in px at the usual size of text; 7 if left out. */
  readonly verticalSpacing?: number;
  /** Space beside the text of a cell; that between small controls if left out. */
  readonly horizontalSpacing?: number;
  /** Whether lines separate the rows. */
  readonly withRowBorders?: boolean;
  readonly layout?: 'fixed';
}

/** px of text of the usual size, which grow with the text. */
const toRem = (px: number): string => `${px / 16}rem`;

function TableRoot(props: TableProps) {
  const {
    verticalSpacing = 7,
    horizontalSpacing,
    withRowBorders = true,
    layout,
    className,
    style,
    ...others
  } = props;
  const own = {
    '--cell-vertical': toRem(verticalSpacing),
    ...(horizontalSpacing !== undefined && { '--cell-horizontal': toRem(horizontalSpacing) }),
    tableLayout: layout,
  } as CSSProperties;
  return (
    <Box
      component="table"
      className={className === undefined ? classes.table : `${classes.table} ${className}`}
      data-row-borders={withRowBorders || undefined}
      style={[own, style]}
      {...others}
    />
  );
}

/**
 * A table with the parts and properties of Mantine's. That one brings scroll bars of its own, and with them all of Floating UI: 28 kB that
 * no table uses.
 */
export const Table = Object.assign(TableRoot, {
  Thead: (props: PartProps<'thead'>) => <Box component="thead" {...props} />,
  Tbody: (props: PartProps<'tbody'>) => <Box component="tbody" {...props} />,
  Tr: (props: PartProps<'tr'>) => <Box component="tr" {...props} />,
  Th: (props: PartProps<'th'>) => <Box component="th" {...props} />,
  Td: (props: PartProps<'td'>) => <Box component="td" {...props} />,
});
