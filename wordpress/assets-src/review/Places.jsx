// Where an image is used, with the words around it; asked for when somebody opens the list.
import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { placesOf } from '../shared/api';
import { problemOf } from '../shared/problem';
import { ProblemNotice } from '../shared/ProblemNotice';

export function Places({ id }) {
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState(null);
  const load = (event) => {
    if (event.currentTarget.open && found === null) {
      placesOf(id).then(setFound, (error) => setProblem(problemOf(error)));
    }
  };
  return (
    <details className="picopt-places" onToggle={load}>
      <summary>{__('Where it’s used', 'picture-optimizer')}</summary>
      <ProblemNotice problem={problem} />
      {found && <List places={found} />}
    </details>
  );
}

function List({ places: { posts, elsewhere } }) {
  if (posts.length === 0 && elsewhere === 0) {
    return <p>{__('Not used on the site yet.', 'picture-optimizer')}</p>;
  }
  return (
    <ul>
      {posts.map((post) => (
        <li key={post.id}>
          <a href={post.edit} target="_blank" rel="noreferrer">
            {post.title}
          </a>
          {post.words && <q>{post.words}</q>}
        </li>
      ))}
      {elsewhere > 0 && (
        <li>
          {sprintf(
            /* translators: %d: number of places */
            _n('%d more in widgets, options or comments', '%d more in widgets, options or comments', elsewhere, 'picture-optimizer'),
            elsewhere
          )}
        </li>
      )}
    </ul>
  );
}
