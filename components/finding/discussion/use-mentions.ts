'use client';

/** Completions of names while a comment is typed. */
import { useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { formatMention, readMentionPrefix } from '../../../domain/mention';
import { useFindClient } from '../../apollo/use-client';
import { MentionableUsersDocument, type MentionableUsersQuery } from '../../generated/graphql';

export type Mentionable = MentionableUsersQuery['mentionableUsers'][number];

export interface Mentions {
  /** Id of the list. */
  readonly id: string;
  /** Users that can be chosen; empty while no name is being typed. */
  readonly users: readonly Mentionable[];
  readonly active: number;
  readonly choose: (user: Mentionable) => void;
  /** Looks what is being typed before the caret, after the field has changed. */
  readonly look: () => void;
  readonly close: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Says which choice is marked. */
  readonly fieldProps: Readonly<Record<string, string | undefined>>;
}

export function useMentions(
  findingId: string,
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  onText: (text: string) => void,
): Mentions {
  const findClient = useFindClient();
  const id = useId();
  const [users, setUsers] = useState<readonly Mentionable[]>([]);
  const [active, setActive] = useState(0);
  const latest = useRef(0);
  const close = (): void => {
    latest.current++;
    setUsers([]);
  };
  const look = (): void => {
    const { current } = field;
    const prefix = current && readMentionPrefix(current.value.slice(0, current.selectionStart));
    if (!prefix) return close();
    const turn = ++latest.current;
    findClient()
      .then((client) =>
        client.query({ query: MentionableUsersDocument, variables: { findingId, name: prefix.name } }),
      )
      .then(({ data }) => {
        if (turn !== latest.current) return;
        setUsers(data?.mentionableUsers ?? []);
        setActive(0);
      })
      // Without completions a comment can still be written.
      .catch(() => {});
  };
  const choose = (user: Mentionable): void => {
    const caret = field.current?.selectionStart ?? text.length;
    const prefix = readMentionPrefix(text.slice(0, caret));
    if (prefix) {
      const before = `${text.slice(0, prefix.start)}${formatMention(user.name, user.id)} `;
      onText(before + text.slice(caret));
      requestAnimationFrame(() => {
        field.current?.focus();
        field.current?.setSelectionRange(before.length, before.length);
      });
    }
    close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (users.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setActive((active + step + users.length) % users.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(users[active]!);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  const isOpen = users.length > 0;
  return {
    id,
    users,
    active,
    choose,
    look,
    close,
    onKeyDown,
    fieldProps: {
      'aria-controls': isOpen ? id : undefined,
      'aria-activedescendant': isOpen ? `${id}-${active}` : undefined,
    },
  };
}
