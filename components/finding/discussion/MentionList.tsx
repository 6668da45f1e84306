import type { Mentions } from './use-mentions';
import classes from './discussion.module.css';

/** The users that can be mentioned, below the field. Names are not unique, so the end of each id is shown. */
export function MentionList({ id, users, active, choose }: Mentions) {
  if (users.length === 0) return null;
  return (
    <div id={id} role="listbox" aria-label="Users to mention" className={classes.mentions}>
      {users.map((user, index) => (
        <div
          key={user.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={classes.mention}
          // Before the field loses the focus, which closes the list.
          onMouseDown={(event) => {
            event.preventDefault();
            choose(user);
          }}
        >
          {user.name} <span className={classes.userId}>{user.id.slice(-4)}</span>
        </div>
      ))}
    </div>
  );
}
