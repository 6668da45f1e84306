'use client';

/** Which sections of run pages are collapsed; the browser remembers them for all runs. */
import { useCallback } from 'react';
import { rememberText } from '../remembered/remembered-text';

/** Ids, separated by spaces. */
const collapsed = rememberText('patchbay.collapsed-sections');

/** Whether a section is collapsed, and a function that changes it. */
export function useCollapsed(id: string): [boolean, (isCollapsed: boolean) => void] {
  const isCollapsed = listIds(collapsed.use()).includes(id);
  const change = useCallback(
    (wanted: boolean) => {
      const others = listIds(collapsed.read()).filter((other) => other !== id);
      collapsed.write((wanted ? [...others, id] : others).join(' '));
    },
    [id],
  );
  return [isCollapsed, change];
}

function listIds(text: string | null): string[] {
  return (text ?? '').split(' ').filter((id) => id !== '');
}
