'use client';

import { Button, Group, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { linkPositions, listColumns, type Alignment } from '../../domain/alignment';
import { visibleText, type TokenLike } from '../tokens/token-text';
import classes from './alignment-editor.module.css';

interface AlignmentEditorProps {
  /** Tokens of both prompts, with BOS. */
  readonly clean: readonly TokenLike[];
  readonly corrupted: readonly TokenLike[];
  readonly alignment: Alignment;
  /** Tokens before the first one of the text; they stay aligned. */
  readonly bos: number;
  /** Whether the alignment is that of a person. */
  readonly isEdited: boolean;
  /** Null for the automatic alignment. */
  readonly onChange: (alignment: Alignment | null) => void;
}

type Side = 'clean' | 'corrupted';
interface Place {
  readonly side: Side;
  readonly at: number;
}

/**
 * The alignment of two prompts with different numbers of tokens: aligned tokens share a column. A token is chosen, then its partner
 * in the other prompt, by mouse or keyboard.
 */
export function AlignmentEditor({
  clean,
  corrupted,
  alignment,
  bos,
  isEdited,
  onChange,
}: AlignmentEditorProps) {
  const [chosen, setChosen] = useState<Place | null>(null);
  const noteId = useId();
  const tokens = { clean, corrupted };
  const columns = listColumns(alignment, clean.length, corrupted.length);
  const findPartner = ({ side, at }: Place): number | null => {
    const column = columns.find((one) => one[side] === at);
    return column?.[otherSide(side)] ?? null;
  };
  // The metric is read at the last position, and BOS is BOS.
  const isFixed = ({ side, at }: Place): boolean => at < bos || at === tokens[side].length - 1;
  const name = ({ side, at }: Place): string => `${side} ${at} ${visibleText(tokens[side][at]?.text ?? '')}`;
  const press = (place: Place): void => {
    if (chosen === null || chosen.side === place.side)
      return setChosen(chosen?.at === place.at && chosen.side === place.side ? null : place);
    const [ofClean, ofCorrupted] = place.side === 'corrupted' ? [chosen.at, place.at] : [place.at, chosen.at];
    onChange(linkPositions(alignment, ofClean, ofCorrupted));
    setChosen(null);
  };
  const partner = chosen && findPartner(chosen);
  const unlink = (): void => {
    if (!chosen) return;
    const index = chosen.side === 'clean' ? 0 : 1;
    onChange(alignment.filter((pair) => pair[index] !== chosen.at));
    setChosen(null);
  };
  const showToken = (place: Place) => {
    const { side, at } = place;
    const token = tokens[side][at]!;
    const partnerAt = findPartner(place);
    const other = partnerAt === null ? null : { side: otherSide(side), at: partnerAt };
    const isSame = other !== null && tokens[other.side][other.at]?.id === token.id;
    return (
      <button
        type="button"
        disabled={isFixed(place)}
        aria-pressed={chosen?.side === side && chosen.at === at}
        aria-label={`${name(place)}, ${other === null ? 'not aligned' : `aligned with ${name(other)}`}`}
        data-differs={!isSame || undefined}
        data-alone={other === null || undefined}
        onClick={() => press(place)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setChosen(null);
        }}
      >
        {visibleText(token.text)}
      </button>
    );
  };
  return (
    <div role="group" aria-label="Alignment" className={classes.editor}>
      <div className={classes.scroll}>
        <table className={classes.columns} aria-describedby={noteId}>
          <tbody>
            {(['clean', 'corrupted'] as const).map((side) => (
              <tr key={side}>
                <th scope="row">{side}</th>
                {columns.map((column, index) => {
                  const at = column[side];
                  return (
                    // oxlint-disable-next-line react/no-array-index-key -- columns have no other identity
                    <td key={index}>
                      {at === null ? <span className={classes.gap} aria-hidden /> : showToken({ side, at })}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group gap="xs">
        <Button size="compact-xs" variant="default" disabled={partner === null} onClick={unlink}>
          Unlink
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={!isEdited}
          onClick={() => {
            setChosen(null);
            onChange(null);
          }}
        >
          Reset to automatic
        </Button>
        <Text size="xs" c="dimmed">
          {isEdited ? 'Edited alignment' : 'Automatic alignment'}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" id={noteId} aria-live="polite">
        {chosen
          ? `Chosen: ${name(chosen)}. Choose its partner in the ${otherSide(chosen.side)} prompt${partner === null ? '' : ', or unlink it'}.`
          : `The prompts have ${clean.length} and ${corrupted.length} tokens. A patch takes the activation of the aligned token; a token without a partner is not patched. Choose a token, then its partner.`}
      </Text>
    </div>
  );
}

function otherSide(side: Side): Side {
  return side === 'clean' ? 'corrupted' : 'clean';
}
