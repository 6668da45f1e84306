/** What a screen reader says, from the accessibility tree of the browser. */
import type { Page } from '@playwright/test';
import { expect } from './site';

interface AxValue {
  readonly value?: unknown;
}
interface AxNode {
  readonly ignored: boolean;
  readonly role?: AxValue;
  readonly name?: AxValue;
  readonly description?: AxValue;
  readonly value?: AxValue;
  readonly properties?: readonly { readonly name: string; readonly value: AxValue }[];
}

/** States that are said, by their names in the tree. */
const STATES: Readonly<Record<string, (value: unknown) => string>> = {
  expanded: (value) => (value === true ? 'expanded' : 'collapsed'),
  checked: (value) => (value === 'true' ? 'checked' : 'not checked'),
  pressed: (value) => (value === 'true' ? 'pressed' : 'not pressed'),
  required: (value) => (value === true ? 'required' : ''),
  roledescription: () => '',
};

/** `button "Publish"`: role, name, description, value and states of the element with the focus. */
export async function readFocus(page: Page): Promise<string> {
  const client = await page.context().newCDPSession(page);
  const { result } = await client.send('Runtime.evaluate', { expression: 'document.activeElement' });
  const { nodes } = (await client.send('Accessibility.getPartialAXTree', {
    objectId: result.objectId!,
    fetchRelatives: false,
  })) as { nodes: readonly AxNode[] };
  await client.detach();
  const [node] = nodes;
  if (!node) return '';
  const described = node.properties?.find(({ name }) => name === 'roledescription')?.value.value;
  const role = (described as string | undefined) ?? String(node.role?.value);
  const states = (node.properties ?? []).map(({ name, value }) => STATES[name]?.(value.value) ?? '');
  const text = (value: unknown): string => (typeof value === 'string' && value !== '' ? value : '');
  return [
    `${role} "${text(node.name?.value)}"`,
    text(node.description?.value),
    text(node.value?.value) && `value "${text(node.value?.value)}"`,
    ...states,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Collects what live regions say, from now on and over navigations inside of the site. */
export async function listenToLiveRegions(page: Page): Promise<void> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const LIVE = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], output';
    const last = new Map<Element, string>();
    const observer = new MutationObserver((changes) => {
      const regions = new Set(
        changes.map(({ target }) =>
          (target instanceof Element ? target : target.parentElement)?.closest(LIVE),
        ),
      );
      for (const region of regions) {
        const text = region?.textContent?.trim() ?? '';
        if (region && text !== '' && last.get(region) !== text && !region.closest('[aria-hidden=true]'))
          said.push(text);
        if (region) last.set(region, text);
      }
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** What live regions have said since the last call. */
export function takeSaid(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { said: string[] }).said.splice(0));
}

/** Waits until a live region says a text. */
export async function expectSaid(page: Page, text: RegExp): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(async () => {
      found ??= (await takeSaid(page)).find((one) => text.test(one));
      return found;
    }, `a live region says ${text}`)
    .toBeDefined();
  return found!;
}

/** Presses Tab until an element has the focus: it can be reached by the keyboard. */
export async function tabTo(page: Page, role: string, name: RegExp, most = 150): Promise<string> {
  for (let step = 0; step < most; step++) {
    await page.keyboard.press('Tab');
    const isReached = await page.evaluate(() => document.activeElement !== document.body);
    const focus = isReached ? await readFocus(page) : '';
    const [, foundRole, foundName] = /^([^"]+) "([^"]*)"/.exec(focus) ?? [];
    if (foundRole === role && name.test(foundName!)) return focus;
  }
  throw new Error(`Tab does not reach ${role} ${name} within ${most} steps`);
}
