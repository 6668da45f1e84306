import { Badge } from '@mantine/core';
import Link from 'next/link';
import type { PromptSetRow_SetFragment } from '../generated/graphql';
import { setAddress } from '../../domain/set-address';
import classes from './prompt-sets.module.css';

/** A prompt set in a list. */
export function PromptSetRow({ set }: { readonly set: PromptSetRow_SetFragment }) {
  const { id, name, description, source, pairCount, visibility, version } = set;
  return (
    <li className={classes.row}>
      <div className={classes.body}>
        <Link href={setAddress(id)} prefetch={false} className={classes.title}>
          {name}
        </Link>
        {description !== '' && <p className={classes.description}>{description}</p>}
        <p className={classes.meta}>
          <span>
            {pairCount.toLocaleString('en')} {pairCount === 1 ? 'pair' : 'pairs'}
          </span>
          <span>version {version}</span>
          <span>{set.isMine ? 'you' : set.owner.name}</span>
          {source !== '' && <span className={classes.source}>{source}</span>}
        </p>
      </div>
      {visibility !== 'PUBLIC' && (
        <Badge variant="light" color="gray">
          {visibility.toLowerCase()}
        </Badge>
      )}
    </li>
  );
}
