'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { Figure } from './figure-svg';
import { saveFigure } from './save-file';

/** Texts and file names of exported figures. */
export interface FigureContext {
  /** Below the title: metric, model, prompts. */
  readonly lines: readonly string[];
  /** Makes the file name of a part of the run, without extension. */
  readonly nameFile: (part: string) => string;
}

interface FigureMenuProps {
  /** Name of the figure. */
  readonly name: string;
  /** Returns null if there is nothing to save. */
  readonly makeFigure: () => Figure | null;
  /** Without extension. */
  readonly fileName: string;
  /** Other views of the figure, listed above the exports. */
  readonly views?: readonly { readonly label: string; readonly onClick: () => void }[];
}

/** The menu of a figure: other views, and export as a picture. */
export function FigureMenu({ name, makeFigure, fileName, views = [] }: FigureMenuProps) {
  const save = (type: 'svg' | 'png' | 'pdf'): void => {
    const figure = makeFigure();
    if (figure) saveFigure(figure, fileName, type).catch(reportError);
  };
  return (
    <Menu shadow="md" position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={views.length > 0 ? `View and export ${name}` : `Export ${name}`}
        >
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map(({ label, onClick }) => (
          <Menu.Item key={label} onClick={onClick}>
            {label}
          </Menu.Item>
        ))}
        {views.length > 0 && <Menu.Divider />}
        <Menu.Item onClick={() => save('svg')}>Save as SVG</Menu.Item>
        <Menu.Item onClick={() => save('png')}>Save as PNG</Menu.Item>
        <Menu.Item onClick={() => save('pdf')}>Save as PDF</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
