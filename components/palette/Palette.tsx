'use client';

import { Loader } from '@mantine/core';
import { useCallbackRef } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { Dialog } from '../dialog/Dialog';
import { Notice } from '../site/Notice';
import type { Entry, EntryGroup } from './entry';
import { PaletteList } from './PaletteList';
import { rememberChoice } from './recent-entries';
import { useEntries } from './use-entries';
import classes from './palette.module.css';

const NOTHING: readonly EntryGroup[] = [];

interface PaletteProps {
  readonly onClose: () => void;
}

/** The search of the whole site: one field, and below it what can be opened, done or set. */
export function Palette({ onClose }: PaletteProps) {
  const router = useRouter();
  const id = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { groups, isSearching, problem } = useEntries(text);
  // The field is there, and shows what is typed, before the list is drawn.
  const drawn = useDeferredValue(groups, NOTHING);
  const entries = groups.flatMap((group) => group.entries);
  const at = Math.min(chosen, entries.length - 1);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${at}"]`)?.scrollIntoView?.({ block: 'nearest' });
  }, [id, at]);
  const open = (href: string): void => {
    // The explorer is not a page of the router.
    if (href === '/api/graphql') window.location.assign(href);
    else router.push(href);
  };
  const choose = async (entry: Entry): Promise<void> => {
    rememberChoice(entry);
    const { does } = entry;
    if ('start' in does) {
      setBusy(true);
      setFailure(null);
      try {
        const href = await does.start();
        onClose();
        open(href);
      } catch (error) {
        setFailure(error instanceof Error ? error.message : String(error));
      } finally {
        setBusy(false);
      }
      return;
    }
    onClose();
    // After the focus has gone back to the page, so that an action can move it.
    if ('run' in does) setTimeout(does.run, 0);
    else open(does.href);
  };
  // The same function for all renderings, so that the list renders only when it has changed.
  const onChoose = useCallbackRef((entry: Entry) => void choose(entry));
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = entries.length - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    };
    const to = steps[event.key];
    if (to !== undefined) setChosen(to);
    else if (event.key === 'Enter' && entries[at] && !isBusy) void choose(entries[at]);
    else return;
    event.preventDefault();
  };
  const shown = failure ?? problem;
  return (
    <Dialog
      onClose={onClose}
      size={640}
      yOffset="8dvh"
      padding={0}
      title="Search and commands"
      classNames={{ header: classes.header!, content: classes.content! }}
      transitionProps={{ duration: 0 }}
    >
      <div className={classes.field}>
        {isBusy || (isSearching && text !== '') ? <Loader size={16} /> : <IconSearch size={17} aria-hidden />}
        <input
          type="text"
          role="combobox"
          className={classes.input}
          value={text}
          placeholder="Run, finding, head 9.9, preset, setting, word …"
          aria-label="Search and commands"
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={entries[at] ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          data-autofocus
          onChange={(event) => {
            setText(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {shown && (
        <div className={classes.problem}>
          <Notice tone="error">{shown}</Notice>
        </div>
      )}
      <div ref={list} className={classes.results}>
        <PaletteList id={id} groups={drawn} chosen={at} onChosen={setChosen} onChoose={onChoose} />
        {entries.every(({ isFallback }) => isFallback) && (
          <p className={classes.none}>
            {isSearching ? 'Searching …' : `Nothing is called “${text.trim()}”.`}
          </p>
        )}
      </div>
      <div className={classes.spoken} role="status">
        {isSearching ? '' : `${entries.length} ${entries.length === 1 ? 'result' : 'results'}`}
      </div>
    </Dialog>
  );
}
