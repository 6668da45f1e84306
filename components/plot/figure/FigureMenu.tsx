'use client';

import { ActionIcon } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { drawShownFigures, useShownFigure } from './figure-registry';
import type { Figure } from './figure-svg';
import { toPicture } from './picture';
import { usePageActions } from '../../actions/page-actions';
import { LateMenu } from '../../floating/LateMenu';
import { savePicture, type PictureType } from './save-file';

const PaperDialog = dynamic(() => import('./paper/PaperDialog').then((module) => module.PaperDialog), {
  ssr: false,
});

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
  /** Draws a figure that waits until it comes into view. */
  readonly draw?: () => Promise<void>;
  /** Without extension. */
  readonly fileName: string;
  /** Other views of the figure, listed above the exports. */
  readonly views?: readonly { readonly label: string; readonly onClick: () => void }[];
}

/** The menu of a figure: other views, and export as a picture. */
export function FigureMenu({ name, makeFigure, draw, fileName, views = [] }: FigureMenuProps) {
  const [composed, setComposed] = useState<Figure | null>(null);
  useShownFigure({ name, makeFigure, draw });
  const compose = (): void => {
    void drawShownFigures().then(() => setComposed(makeFigure()));
  };
  usePageActions([
    {
      id: `figure ${name}`,
      label: `Figure for a paper: ${name}`,
      keywords: 'export svg pdf png',
      run: compose,
    },
  ]);
  const save = (type: PictureType): void => {
    const figure = makeFigure();
    if (figure) savePicture(toPicture(figure), fileName, type).catch(reportError);
  };
  const entries = [
    ...views.map(({ label, onClick }) => ({ key: label, label, onClick })),
    { key: 'svg', label: 'Save as SVG', isApart: views.length > 0, onClick: () => save('svg') },
    { key: 'png', label: 'Save as PNG', onClick: () => save('png') },
    { key: 'pdf', label: 'Save as PDF', onClick: () => save('pdf') },
    { key: 'paper', label: 'Figure for a paper', onClick: compose },
  ];
  return (
    <>
      <LateMenu entries={entries}>
        {(button) => (
          <ActionIcon
            {...button}
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={views.length > 0 ? `View and export ${name}` : `Export ${name}`}
          >
            <IconDots size={15} />
          </ActionIcon>
        )}
      </LateMenu>
      {composed && <PaperDialog figure={composed} fileName={fileName} onClose={() => setComposed(null)} />}
    </>
  );
}
