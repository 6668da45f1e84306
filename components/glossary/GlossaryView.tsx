import { Fragment } from 'react';
import type { GlossarySection } from './parse-glossary';
import classes from './glossary.module.css';

/** All words with their meanings; each has an address. */
export function GlossaryView({ sections }: { readonly sections: readonly GlossarySection[] }) {
  return (
    <>
      <nav className={classes.sections} aria-label="Parts of the glossary">
        {sections.map(({ title }) => (
          <a key={title} href={`#section-${title.toLowerCase()}`}>
            {title}
          </a>
        ))}
      </nav>
      {sections.map(({ title, entries }) => (
        <section key={title} id={`section-${title.toLowerCase()}`} className={classes.section}>
          <h2>{title}</h2>
          <dl className={classes.entries}>
            {entries.map(({ word, anchor, meaning }) => (
              <div key={word} id={anchor} className={classes.entry}>
                <dt>{word}</dt>
                <dd>
                  <WithCode text={meaning} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

/** Text whose parts in backquotes are code. */
function WithCode({ text }: { readonly text: string }) {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : <Fragment key={at}>{part}</Fragment>));
}
