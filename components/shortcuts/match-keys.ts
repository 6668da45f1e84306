/** Which shortcut of the site or of a page the pressed keys are. */
import { isCharacter, SHORTCUTS, type Shortcut } from './shortcuts';

/** The second key of two must come within this time. */
export const SEQUENCE_MS = 1500;

type Stroke = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const GLOBAL = SHORTCUTS.filter(({ does }) => does !== undefined);

export interface Match {
  readonly shortcut: Shortcut | null;
  /** The first key of two, if more has to come. */
  readonly pending: string | null;
}

/**
 * Finds the shortcut that a key completes.
 *
 * @param pending the first key of two that was pressed before; null for none.
 * @param takesCharacters whether characters count: not while one types, and not where they are switched off.
 */
export function matchKeys(event: Stroke, pending: string | null, takesCharacters: boolean): Match {
  const hasMod = event.ctrlKey || event.metaKey;
  const key = event.key.toUpperCase();
  if (event.altKey) return { shortcut: null, pending: null };
  const written = hasMod ? `MOD+${key}` : pending === null ? key : `${pending} ${key}`;
  const shortcut = GLOBAL.find(({ keys }) =>
    keys.some((one) => one.toUpperCase() === written && (takesCharacters || !isCharacter(one))),
  );
  const isFirst =
    takesCharacters &&
    !hasMod &&
    pending === null &&
    GLOBAL.some(({ keys }) => keys.some((one) => one.startsWith(`${key} `)));
  return { shortcut: shortcut ?? null, pending: !shortcut && isFirst ? key : null };
}

/** Whether what is typed goes into a field, so that characters are no shortcuts. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true], [role=textbox], [role=combobox], .graphiql-container',
    ) !== null
  );
}
