'use client';

import { createElement, useEffect, useState, useSyncExternalStore, type ComponentType } from 'react';
import { loadDialogFrame } from '../dialog/load-dialog-frame';
import { openSiteDialog, siteDialog, type SiteAction } from '../shortcuts/open-dialog';
import { useShortcuts } from '../shortcuts/use-shortcuts';
import classes from './palette.module.css';

type Dialog = ComponentType<{ readonly onClose: () => void }>;

/** Loaded when they are opened for the first time: no page needs them to be drawn. */
const LOADERS: Readonly<Record<SiteAction, () => Promise<Dialog>>> = {
  search: () => import('./Palette').then(({ Palette }) => Palette),
  shortcuts: () => import('../shortcuts/ShortcutsDialog').then(({ ShortcutsDialog }) => ShortcutsDialog),
};

const close = (): void => openSiteDialog(null);

/** Listens to shortcuts and shows the dialogs of the whole site. */
export function SiteDialogs() {
  useShortcuts();
  const opened = useSyncExternalStore(siteDialog.subscribe, siteDialog.read, () => null);
  const [loaded, setLoaded] = useState<Readonly<Partial<Record<SiteAction, Dialog>>>>({});
  const [failed, setFailed] = useState<SiteAction | null>(null);
  useEffect(loadOnFirstPress, []);
  useEffect(loadSearchOnModifier, []);
  useEffect(() => {
    if (opened === null || loaded[opened]) return;
    LOADERS[opened]().then(
      (dialog) => {
        setFailed(null);
        setLoaded((others) => ({ ...others, [opened]: dialog }));
      },
      () => setFailed(opened),
    );
  }, [opened, loaded]);
  const shown = opened && loaded[opened];
  if (shown) return createElement(shown, { onClose: close });
  return failed !== null && failed === opened ? (
    <p role="alert" className={classes.failure}>
      This part of the site could not be loaded. Check the connection and reload the page.
    </p>
  ) : null;
}

/** Most dialogs open at the end of a press. Loading begins after the frame that shows what the press does at once. */
function loadOnFirstPress(): () => void {
  const controller = new AbortController();
  for (const type of ['pointerdown', 'keydown'])
    document.addEventListener(
      type,
      () => {
        controller.abort();
        requestAnimationFrame(() => setTimeout(() => loadDialogFrame().catch(() => {})));
      },
      { signal: controller.signal, passive: true },
    );
  return () => controller.abort();
}

/** The key that opens the search is pressed after one of these. */
function loadSearchOnModifier(): () => void {
  const onKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Control' || key === 'Meta') LOADERS.search().catch(() => {});
  };
  document.addEventListener('keydown', onKey, { passive: true });
  return () => document.removeEventListener('keydown', onKey);
}
