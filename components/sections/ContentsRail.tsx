'use client';

import { memo, useEffect, useState } from 'react';
import { usePageActions } from '../actions/page-actions';
import classes from './sections.module.css';

interface ContentsRailProps {
  /** Anchors and titles, in the order of the page. */
  readonly sections: readonly { readonly id: string; readonly title: string }[];
}

/** Links to the sections of a page: a column on wide screens, a line on others, nothing on phones; the one in view is marked. */
export const ContentsRail = memo(function ContentsRail({ sections }: ContentsRailProps) {
  const [current, setCurrent] = useState<string | null>(sections[0]?.id ?? null);
  const ids = sections.map(({ id }) => id).join(' ');
  useEffect(() => {
    if (typeof IntersectionObserver === 'undefined') return undefined;
    const visible = new Set<string>();
    // A section is current while it is in the upper part of the window.
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries)
          if (isIntersecting) visible.add(target.id);
          else visible.delete(target.id);
        const first = ids.split(' ').find((id) => visible.has(id));
        if (first !== undefined) setCurrent(first);
      },
      { rootMargin: '-60px 0px -55% 0px' },
    );
    for (const id of ids.split(' ')) {
      const section = document.querySelector(`#${CSS.escape(id)}`);
      if (section) observer.observe(section);
    }
    return () => observer.disconnect();
  }, [ids]);
  usePageActions(
    sections.map(({ id, title }) => ({
      id: `section ${id}`,
      label: `Go to the section ${title}`,
      run: () => goToSection(id),
    })),
  );
  return (
    <nav className={classes.rail} aria-label="Contents">
      {sections.map(({ id, title }) => (
        <a key={id} href={`#${id}`} aria-current={id === current ? 'location' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
});

/** Scrolls to a section, with the focus on its heading. */
function goToSection(id: string): void {
  const section = document.querySelector(`#${CSS.escape(id)}`);
  section?.scrollIntoView();
  section?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
}
