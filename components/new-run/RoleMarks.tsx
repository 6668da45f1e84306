'use client';

import { Autocomplete, Button, Group, Text } from '@mantine/core';
import { useId, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { MAX_ROLE_NAME } from '../../domain/limits';
import { END_ROLE, isRoleName, isSameRole } from '../../domain/roles';
import { visibleText, type TokenLike } from '../tokens/token-text';
import type { DraftRole } from './draft';
import classes from './role-marks.module.css';

interface RoleMarksProps {
  /** Tokens of the clean prompt, with BOS. */
  readonly tokens: readonly TokenLike[];
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
export function RoleMarks({ tokens, differing, bos, roles, known, onChange }: RoleMarksProps) {
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [last, setLast] = useState<number | null>(null);
  const [name, setName] = useState('');
  const noteId = useId();
  const written = name.trim();
  const isEnd = isSameRole(written, END_ROLE);
  const isValid = isRoleName(written) && !isEnd;
  const toggle = (at: number, isRange: boolean): void => {
    setLast(at);
    if (isRange && last !== null) {
      const [from, to] = [Math.min(last, at), Math.max(last, at)];
      const range = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      setChosen([...new Set([...chosen, ...range])]);
    } else setChosen(chosen.includes(at) ? chosen.filter((one) => one !== at) : [...chosen, at]);
  };
  const mark = (): void => {
    if (!isValid || chosen.length === 0) return;
    const positions = chosen.map((at) => at - bos).toSorted((a, b) => a - b);
    const isNew = !roles.some((role) => isSameRole(role.name, written));
    onChange(
      isNew
        ? [...roles, { name: written, positions }]
        : roles.map((role) => (isSameRole(role.name, written) ? { ...role, positions } : role)),
    );
    setChosen([]);
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
      <div className={classes.tokens}>
        {tokens.map((token, at) => {
          const own = roles.filter(({ positions }) => positions.includes(at - bos));
          const isLast = at === tokens.length - 1;
          const names = [...own.map((role) => role.name), ...(isLast ? [END_ROLE] : [])];
          return (
            // oxlint-disable-next-line react/no-array-index-key -- a position is what a token is known by
            <span key={at} className={classes.token}>
              <button
                type="button"
                aria-pressed={chosen.includes(at)}
                aria-label={`Token ${at} ${visibleText(token.text)}${names.length > 0 ? `, ${names.join(', ')}` : ''}`}
                data-differs={differing.includes(at) || undefined}
                onClick={(event: MouseEvent) => toggle(at, event.shiftKey)}
              >
                {visibleText(token.text)}
              </button>
              <span className={classes.names} aria-hidden>
                {names.join(', ')}
              </span>
            </span>
          );
        })}
      </div>
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
        <Button size="compact-xs" variant="default" disabled={!isValid || chosen.length === 0} onClick={mark}>
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
          'Choose one or several tokens (Shift for a range) and name them. Several tokens of a role are patched together.'}
      </Text>
    </div>
  );
}
