'use client';

import { Autocomplete, Button, Group, Text } from '@mantine/core';
import { useId, useState, type KeyboardEvent } from 'react';
import type { Alignment } from '../../domain/alignment';
import { MAX_ROLE_NAME } from '../../domain/limits';
import { END_ROLE, isRoleName, isSameRole } from '../../domain/roles';
import type { TokenLike } from '../tokens/token-text';
import type { DraftRole } from './draft';
import classes from './role-marks.module.css';
import { TokenChoice } from './TokenChoice';

interface RoleMarksProps {
  /** Tokens of the clean prompt, with BOS. */
  readonly tokens: readonly TokenLike[];
  /** Tokens of the corrupted prompt where it has another number of them; then roles are marked in both. */
  readonly corrupted?: readonly TokenLike[] | null;
  /** Of such prompts: the partners of marked tokens, where none are chosen in the corrupted prompt. */
  readonly alignment?: Alignment | null;
  /** Positions at which the prompts differ. */
  readonly differing: readonly number[];
  /** Tokens before the first one of the text. */
  readonly bos: number;
  readonly roles: readonly DraftRole[];
  /** Names of roles of any pair. */
  readonly known: readonly string[];
  readonly onChange: (roles: readonly DraftRole[]) => void;
}

/** Marks tokens as roles: choose tokens, by mouse or keyboard, and name them. */
export function RoleMarks({
  tokens,
  corrupted = null,
  alignment = null,
  differing,
  bos,
  roles,
  known,
  onChange,
}: RoleMarksProps) {
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [chosenCorrupted, setChosenCorrupted] = useState<readonly number[]>([]);
  const [name, setName] = useState('');
  const noteId = useId();
  const written = name.trim();
  const isEnd = isSameRole(written, END_ROLE);
  const isValid = isRoleName(written) && !isEnd;
  const partners = (alignment ?? []).flatMap(([clean, other]) => (chosen.includes(clean) ? [other] : []));
  const others = chosenCorrupted.length > 0 ? chosenCorrupted : partners;
  const canMark = isValid && chosen.length > 0 && (corrupted === null || others.length > 0);
  const mark = (): void => {
    if (!canMark) return;
    const place = (of: readonly number[]): number[] => of.map((at) => at - bos).toSorted((a, b) => a - b);
    const marked: DraftRole = {
      name: written,
      positions: place(chosen),
      ...(corrupted !== null && { corrupted: place(others) }),
    };
    const found = roles.findIndex((role) => isSameRole(role.name, written));
    onChange(found < 0 ? [...roles, marked] : roles.with(found, { ...marked, name: roles[found]!.name }));
    setChosen([]);
    setChosenCorrupted([]);
    setName('');
  };
  const problem =
    written === '' || isValid
      ? null
      : isEnd
        ? 'END is always the last token.'
        : 'Use a letter, then letters, digits and _.';
  return (
    <div role="group" aria-label="Roles" className={classes.marks}>
      <TokenChoice
        tokens={tokens}
        side={corrupted === null ? null : 'clean'}
        differing={differing}
        bos={bos}
        roles={roles}
        chosen={chosen}
        onChoose={setChosen}
      />
      {corrupted !== null && (
        <TokenChoice
          tokens={corrupted}
          side="corrupted"
          differing={[]}
          bos={bos}
          roles={roles.map(({ corrupted: own, ...role }) => ({ ...role, positions: own ?? role.positions }))}
          chosen={chosenCorrupted}
          onChoose={setChosenCorrupted}
        />
      )}
      <Group gap="xs" align="center">
        <Autocomplete
          size="xs"
          w={140}
          aria-label="Name of the role"
          aria-describedby={noteId}
          placeholder="e.g. S2"
          maxLength={MAX_ROLE_NAME}
          value={name}
          onChange={setName}
          data={known.filter((one) => !roles.some((role) => isSameRole(role.name, one)))}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            mark();
          }}
        />
        <Button size="compact-xs" variant="default" disabled={!canMark} onClick={mark}>
          Mark as role
        </Button>
        {roles.map((role) => (
          <Button
            key={role.name}
            size="compact-xs"
            variant="subtle"
            aria-label={`Remove the role ${role.name}`}
            title="Remove this role"
            onClick={() => onChange(roles.filter((one) => one !== role))}
          >
            {role.name} ×
          </Button>
        ))}
      </Group>
      <Text size="xs" c="dimmed" id={noteId}>
        {problem ??
          `Choose one or several tokens (Shift for a range) and name them. Several tokens of a role are patched together.${corrupted === null ? '' : ' Without a choice in the corrupted prompt the aligned tokens are taken.'}`}
      </Text>
    </div>
  );
}
