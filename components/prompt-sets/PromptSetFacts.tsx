import type { PromptSetView_SetFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { setAddress } from '../../domain/set-address';
import classes from './prompt-sets.module.css';

const VISIBILITY = {
  PRIVATE: 'private: only you can open it',
  UNLISTED: 'unlisted: everybody who has the address can open it',
  PUBLIC: 'public',
} as const;

function nameFamily({ family, definition }: NonNullable<PromptSetView_SetFragment['family']>): string {
  if (definition !== null) return 'templates of its own';
  return family?.name ?? 'a family that this version does not have';
}

/** What is known of a prompt set: source, licence, family, versions, and the runs that used it. */
export function PromptSetFacts({ set }: { readonly set: PromptSetView_SetFragment }) {
  const { id, family, forkedFrom, versions, runs } = set;
  return (
    <dl className={classes.facts}>
      {set.description !== '' && (
        <>
          <dt>Description</dt>
          <dd className={classes.text}>{set.description}</dd>
        </>
      )}
      <dt>Source</dt>
      <dd>{set.source || 'not given'}</dd>
      <dt>Licence</dt>
      <dd>{set.licence || 'not given'}</dd>
      {family && (
        <>
          <dt>Family</dt>
          <dd>
            {nameFamily(family)}, {family.corruption}, seed {family.seed}, {family.templates.length}{' '}
            {family.templates.length === 1 ? 'template' : 'templates'}
            {family.family && ` (${family.family.source})`}
            {family.definition !== null && (
              <details className={classes.source}>
                <summary>Definition</summary>
                <pre>{family.definition}</pre>
              </details>
            )}
          </dd>
        </>
      )}
      {forkedFrom && (
        <>
          <dt>Fork of</dt>
          <dd>
            <TextLink size="sm" href={setAddress(forkedFrom.id, forkedFrom.version)}>
              {forkedFrom.name}, version {forkedFrom.version}
            </TextLink>
          </dd>
        </>
      )}
      <dt>Visibility</dt>
      <dd>{VISIBILITY[set.visibility]}</dd>
      <dt>Versions</dt>
      <dd>
        {versions.map(({ number, createdAt, pairCount }, index) => (
          <span key={number}>
            {index > 0 && ', '}
            <TextLink size="sm" href={setAddress(id, number)}>
              {number} ({createdAt.slice(0, 10)}, {pairCount.toLocaleString('en')}{' '}
              {pairCount === 1 ? 'pair' : 'pairs'})
            </TextLink>
          </span>
        ))}
      </dd>
      <dt>Runs</dt>
      <dd>
        {runs.edges.length === 0 && 'none yet'}
        {runs.edges.map(({ node }, index) => (
          <span key={node.id}>
            {index > 0 && ', '}
            <TextLink size="sm" href={`/runs/${node.id}`}>
              {node.title} on {node.model.id}
            </TextLink>
          </span>
        ))}
      </dd>
    </dl>
  );
}
