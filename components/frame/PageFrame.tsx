import Link from 'next/link';
import type { ReactNode } from 'react';
import { SITE_NAME } from '../../domain/site-name';
import { SearchButton } from '../palette/SearchButton';
import { SiteDialogs } from '../palette/SiteDialogs';
import { PrintedPage } from '../print/PrintedPage';
import { ShortcutsButton } from '../shortcuts/ShortcutsButton';
import { ColorSchemeToggle } from '../site/ColorSchemeToggle';
import { NavLinks } from './NavLinks';
import classes from './PageFrame.module.css';

/** Header, content and footer of every page. All pages begin at one left edge. Content has the width of reading; a page whose first level has `data-wide` is as wide as the header. */
export function PageFrame({
  children,
  status,
  viewer,
}: {
  readonly children: ReactNode;
  readonly viewer: ReactNode;
  readonly status: ReactNode;
}) {
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main" data-screen-only>
        Skip to content
      </a>
      <header className={classes.header} data-frame>
        <Link href="/" className={classes.name} aria-label={SITE_NAME}>
          <img src="/icon.svg" alt="" width={22} height={22} />
          <span>{SITE_NAME}</span>
        </Link>
        <NavLinks />
        <SearchButton />
        {viewer}
        <ColorSchemeToggle />
        <Link href="/runs/new" prefetch={false} className={classes.action}>
          New run
        </Link>
      </header>
      <PrintedPage />
      <main id="main" className={classes.main}>
        {children}
      </main>
      <footer className={classes.footer} data-frame>
        <span>Activation patching of GPT-2, equal to TransformerLens.</span>
        <span className={classes.footerLinks}>
          <FooterLink href="/learn">Learn</FooterLink>
          <FooterLink href="/learn/glossary">Glossary</FooterLink>
          <ShortcutsButton />
          <FooterLink href="/account">Your account and access tokens</FooterLink>
        </span>
        <span className={classes.status}>{status}</span>
      </footer>
      <SiteDialogs />
    </div>
  );
}

function FooterLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className={classes.footerLink}>
      {children}
    </Link>
  );
}
