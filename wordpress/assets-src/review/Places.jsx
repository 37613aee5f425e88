// Where an image is used, with the words around it and the alt text of each place; asked for when somebody opens the list,
// or at once where places have alt texts of their own to be read.
import { useEffect, useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { counted } from '../shared/format';
import { placesOf } from '../shared/api';
import { problemOf } from '../shared/problem';
import { ProblemNotice } from '../shared/ProblemNotice';
import { PageLink } from './PageLink';
import { PlaceTable } from './PlaceTable';

// `texts` are alt texts by the keys of places; `planned` says that they are yet to be written.
export function Places({ id, texts = {}, onChange, planned = false, label = __('Where it’s used', 'picture-optimizer') }) {
  const [open, setOpen] = useState(Object.keys(texts).length > 0);
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    if (open) {
      setProblem(null);
      placesOf(id).then(setFound, (error) => setProblem(problemOf(error)));
    }
  }, [id, open]);
  return (
    <details className="picopt-places" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      <ProblemNotice problem={problem} />
      {found && <List places={found} />}
      {found && found.spots.length > 0 && (
        <PlaceTable spots={found.spots} texts={texts} planned={planned} onChange={onChange} />
      )}
    </details>
  );
}

function List({ places: { posts: all, elsewhere, spots } }) {
  // What is in the table need not be told twice.
  const posts = all.filter((post) => !spots.some((spot) => spot.post === post.id));
  if (all.length === 0 && elsewhere === 0) {
    return <p>{__('Not used on the site yet.', 'picture-optimizer')}</p>;
  }
  if (posts.length === 0 && elsewhere === 0) {
    return null;
  }
  return (
    <ul>
      {posts.map((post) => (
        <li key={post.id}>
          <PageLink page={post} />
          {post.words && <q>{post.words}</q>}
        </li>
      ))}
      {elsewhere > 0 && (
        <li>
          {counted(
            /* translators: %d: number of places */
            _n('%d more in widgets, options, or comments', '%d more in widgets, options, or comments', elsewhere, 'picture-optimizer'),
            elsewhere
          )}
        </li>
      )}
    </ul>
  );
}
