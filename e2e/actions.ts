/** Actions on pages that several test files share. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Axe for a page. It describes violations only, which takes less than half of the time. */
export function createAxe(page: Page): AxeBuilder {
  // All frames are of the site itself, so none has to be analysed in a page of its own.
  return new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
}

/** Shows a page in a colour scheme, as an operating system that changes it does, and waits for the colours to fade. */
export async function setColorScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  const countFading = (): Promise<number> =>
    page.evaluate(
      () => document.getAnimations().filter((animation) => animation instanceof CSSTransition).length,
    );
  await expect.poll(countFading).toBe(0);
}

/**
 * Expects that axe finds no violation of WCAG 2 A and AA.
 *
 * @param options `colorsOnly` checks contrast alone: no other rule depends on the colour scheme.
 */
export async function expectAccessible(page: Page, { colorsOnly = false } = {}): Promise<void> {
  // A menu that fades out has no items that can be reached.
  await expect(page.getByRole('menu')).toHaveCount(0);
  // A plot that can have the focus says what it is. No rule of axe asks for it.
  const nameless = page.locator('[role="application"]:not([aria-label], [aria-labelledby])');
  await expect(nameless).toHaveCount(0);
  const axe = createAxe(page);
  const rules = colorsOnly ? axe.withRules(['color-contrast']) : axe.withTags(['wcag2a', 'wcag2aa']);
  const { violations } = await rules.analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
  ).toEqual([]);
}

/** Fills the form of a new run from a preset, and waits until its pairs can be written into. */
export async function choosePreset(page: Page, name: string): Promise<void> {
  const card = page.getByRole('group', { name: 'Start from' }).getByRole('button', { name });
  await card.click();
  await expect(card).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('region', { name: 'Prompt pairs' })).toHaveAttribute('aria-busy', 'false');
}

/** Lets whoever has the link open the shown run: new runs are private. */
export async function showToAnyoneWithLink(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Visibility' }).selectOption('UNLISTED');
  await expect(page.getByRole('button', { name: 'Copy the link' })).toBeVisible();
}

/** Publishes the shown run with the tag `by-hand`. */
export async function publish(page: Page, title: string, claim: string): Promise<void> {
  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill(title);
  await dialog.getByLabel('Text').fill(claim);
  await dialog.getByLabel('Tags').fill('by-hand');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Executes the query of the open API explorer, whose button is shown before its editor has passed on the query. */
export async function executeQuery(page: Page, expected: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.getByRole('button', { name: /Execute query/ }).click({ timeout: 60_000 });
    await expect(page.locator('.graphiql-response')).toContainText(expected, { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
}
