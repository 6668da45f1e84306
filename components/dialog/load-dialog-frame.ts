import type { DialogFrame } from './DialogFrame';

let loaded: typeof DialogFrame | null = null;

/** Loads the frame of dialogs. The first press of a button or key does it, so that the first dialog opens without a wait. */
export async function loadDialogFrame(): Promise<typeof DialogFrame> {
  loaded ??= (await import('./DialogFrame')).DialogFrame;
  return loaded;
}

/** The frame, if it is loaded. */
export function findDialogFrame(): typeof DialogFrame | null {
  return loaded;
}
