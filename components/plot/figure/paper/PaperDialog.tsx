'use client';

import { Button, NumberInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Dialog } from '../../../dialog/Dialog';
import { readPageAuthor } from '../../../../domain/page-author';
import { listShownFigures } from '../figure-registry';
import type { Figure } from '../figure-svg';
import { savePicture, type PictureType } from '../save-file';
import { CopyBlock } from './CopyBlock';
import { PanelList } from './PanelList';
import { listChoices } from './paper-choices';
import { paperSvg, WIDTHS_INCHES, type Columns } from './paper-figure';
import { writeCaption } from './caption';
import { writeBibtex, writeLatexFigure } from './latex';
import classes from './paper.module.css';

interface PaperDialogProps {
  /** The figure whose menu was opened: its panels are chosen at first. */
  readonly figure: Figure;
  /** Without extension. */
  readonly fileName: string;
  readonly onClose: () => void;
}

const TYPES: readonly PictureType[] = ['svg', 'pdf', 'png'];

/** Composes a figure for a paper from the panels of the page, and saves it with its caption and citation. */
export function PaperDialog({ figure, fileName, onClose }: PaperDialogProps) {
  const [choices] = useState(() => listChoices(figure, listShownFigures()));
  const [chosen, setChosen] = useState(() => figure.panels.map((_, index) => String(index)));
  const [columns, setColumns] = useState<Columns>(figure.panels.length > 1 ? 2 : 1);
  /** Panels in a row; null for what fits the width. */
  const [chosenPerRow, setPerRow] = useState<number | null>(null);
  const perRow = chosenPerRow ?? (columns === 1 ? 1 : Math.min(2, Math.max(1, chosen.length)));
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const panels = useMemo(
    () => chosen.map((id) => choices.find((choice) => choice.id === id)!),
    [choices, chosen],
  );
  const paper = useMemo(
    () =>
      panels.length === 0
        ? null
        : paperSvg({ title, panels, columns, perRow: Math.min(perRow, panels.length) }),
    [title, panels, columns, perRow],
  );
  // The day on which the dialog was opened.
  const [day] = useState(() => new Date().toISOString().slice(0, 10));
  const caption = writeCaption(title, panels);
  const paperName = `${fileName}-${columns}-column`;
  const save = async (type: PictureType): Promise<void> => {
    setProblem(null);
    try {
      await savePicture({ ...paper!, title: title || figure.title, subject: caption }, paperName, type);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <Dialog onClose={onClose} size="auto" title="Figure for a paper">
      <div className={classes.dialog}>
        <Stack gap="sm" className={classes.settings}>
          <PanelList choices={choices} chosen={chosen} onChange={setChosen} />
          <SegmentedControl
            size="xs"
            aria-label="Width"
            value={String(columns)}
            onChange={(value) => setColumns(Number(value) as Columns)}
            data={[
              { value: '1', label: `One column, ${WIDTHS_INCHES[1]} in` },
              { value: '2', label: `Two columns, ${WIDTHS_INCHES[2]} in` },
            ]}
          />
          <NumberInput
            size="xs"
            label="Panels in a row"
            min={1}
            max={4}
            value={perRow}
            onChange={(value) => setPerRow(Math.min(4, Math.max(1, Math.trunc(Number(value) || 1))))}
          />
          <TextInput
            size="xs"
            label="Title above the panels"
            description="Usually left to the caption."
            value={title}
            maxLength={140}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Stack gap={6}>
            <Button.Group>
              {TYPES.map((type) => (
                <Button
                  key={type}
                  size="xs"
                  variant="default"
                  fullWidth
                  disabled={!paper}
                  aria-label={`Save as ${type.toUpperCase()}`}
                  leftSection={<IconDownload size={14} />}
                  onClick={() => void save(type)}
                >
                  {type.toUpperCase()}
                </Button>
              ))}
            </Button.Group>
            <Text size="xs" c="dimmed">
              Texts are outlines in SVG, an embedded font in PDF; PNG has 300 dpi.
            </Text>
          </Stack>
          {problem !== null && (
            <Text size="sm" role="alert">
              {problem}
            </Text>
          )}
        </Stack>
        <div className={classes.preview} tabIndex={0} role="group" aria-label="Preview">
          {paper ? (
            <img
              alt="Preview of the figure"
              width={paper.width}
              height={paper.height}
              src={`data:image/svg+xml,${encodeURIComponent(paper.svg)}`}
            />
          ) : (
            <Text size="sm">Choose at least one panel.</Text>
          )}
        </div>
      </div>
      <Stack gap="sm" mt="md">
        <CopyBlock name="Caption" text={caption} />
        <CopyBlock
          name="LaTeX"
          language="latex"
          text={writeLatexFigure(`${paperName}.pdf`, caption, { columns, address: window.location.href })}
        />
        <CopyBlock
          name="BibTeX"
          language="bibtex"
          text={writeBibtex(document.title, readPageAuthor(document), window.location.href, day)}
        />
      </Stack>
    </Dialog>
  );
}
