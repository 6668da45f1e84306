/** Names of positions: those of the clean prompt, as on the page of a run, with both tokens where they differ. */
import { visibleText } from './token-text';

/** What stands at a position of both prompts. `title` is null where the tokens are equal. */
export function namePosition(
  clean: string,
  corrupted: string,
): { readonly text: string; readonly isMarked: boolean; readonly title: string | null } {
  const isMarked = clean !== corrupted;
  return {
    text: visibleText(clean),
    isMarked,
    title: isMarked ? `clean ${visibleText(clean)}, corrupted ${visibleText(corrupted)}` : null,
  };
}
