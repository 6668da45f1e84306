/** Interactions as tables of a few words: clicks, typing, keys and movements of the pointer. */
import type { Locator, Page } from '@playwright/test';
import { findMiddle, type Interaction } from './measure';

type Find = (page: Page) => Locator;

/** A limit for what happens in heatmaps, in ms. */
export const HEATMAP_MS = 50;
/** Long enough for one key to be done before the next, also on a busy machine. */
const KEY_PAUSE_MS = 250;
const MOVE_PAUSE_MS = 16;
/** A pointer rests on what it is about to press. What it causes on its way is measured by `hover`. */
const REST_MS = 100;

/** By role and name. */
export function named(role: Parameters<Page['getByRole']>[0], name: string | RegExp): Find {
  return (page) => page.getByRole(role, { name });
}

export function click(name: string, target: Find, limitMs?: number): Interaction {
  return {
    name,
    target,
    ...(limitMs && { limitMs }),
    act: async (page, found) => {
      const { x, y } = await findMiddle(found!);
      await page.mouse.move(x, y);
      await page.waitForTimeout(REST_MS);
      await page.mouse.click(x, y);
    },
  };
}

/** Types into a field at the end of its text. */
export function type(name: string, target: Find, text: string): Interaction {
  return {
    name,
    target: (page) => target(page),
    act: async (page, found) => {
      await found!.focus();
      await page.keyboard.press('End');
      await page.keyboard.type(text, { delay: KEY_PAUSE_MS });
    },
  };
}

/** Puts a long text into a field at once, then types a last character, which is what is measured. */
export function paste(name: string, target: Find, text: string): Interaction {
  return {
    name,
    target,
    act: async (page, found) => {
      await found!.focus();
      await page.keyboard.insertText(text);
      await page.keyboard.press('Enter');
      await page.waitForTimeout(KEY_PAUSE_MS);
    },
  };
}

/** Presses keys in turn, on an element if one is given. */
export function press(name: string, keys: readonly string[], target?: Find, limitMs?: number): Interaction {
  return {
    name,
    target,
    ...(limitMs && { limitMs }),
    act: async (page, found) => {
      await found?.focus();
      for (const key of keys) {
        await page.keyboard.press(key);
        await page.waitForTimeout(KEY_PAUSE_MS);
      }
    },
  };
}

const MOVES = 90;

/** Moves the pointer over an element in rows, each move far enough for another cell. */
export function hover(name: string, target: Find): Interaction {
  return {
    name,
    target,
    isMovement: true,
    act: async (page, found) => {
      const { left, top, width, height } = await readBox(found!);
      for (let move = 0; move < MOVES; move++) {
        const [across, down] = [(move * 0.037) % 1, (move / MOVES) % 1];
        await page.mouse.move(left + across * width, top + down * height);
        await page.waitForTimeout(MOVE_PAUSE_MS);
      }
    },
  };
}

/** Scrolls a page down by its whole height. */
export function scroll(name: string): Interaction {
  return {
    name,
    isMovement: true,
    act: async (page) => {
      for (let step = 0; step < 40; step++) {
        await page.mouse.wheel(0, 150);
        await page.waitForTimeout(2 * MOVE_PAUSE_MS);
      }
    },
  };
}

/** Zooms in, drags the picture around, and zooms out. */
export function zoomAndDrag(name: string, target: Find): Interaction {
  return {
    name,
    target,
    isMovement: true,
    act: async (page, found) => {
      const { left, top, width, height } = await readBox(found!);
      const wheel = async (by: number): Promise<void> => {
        for (let step = 0; step < 20; step++) {
          await page.mouse.wheel(0, by);
          await page.waitForTimeout(MOVE_PAUSE_MS);
        }
      };
      await page.mouse.move(left + 0.6 * width, top + 0.6 * height);
      await wheel(-100);
      await page.mouse.down();
      for (let move = 0; move < MOVES; move++) {
        const angle = move / 8;
        await page.mouse.move(
          left + width * (0.6 + 0.2 * Math.cos(angle)),
          top + height * (0.6 + 0.2 * Math.sin(angle)),
        );
        await page.waitForTimeout(MOVE_PAUSE_MS);
      }
      await page.mouse.up();
      await wheel(100);
    },
  };
}

/** The part of an element that is in the window, without its edge. */
async function readBox(target: Locator) {
  const box = (await target.boundingBox())!;
  const size = target.page().viewportSize()!;
  const [left, top] = [Math.max(0, box.x) + 1, Math.max(0, box.y) + 1];
  return {
    left,
    top,
    width: Math.min(size.width, box.x + box.width) - left - 1,
    height: Math.min(size.height, box.y + box.height) - top - 1,
  };
}
