// Some of the images before and after, side by side, with the settings as they are chosen. Free, and nothing changes.
import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { previewOf } from '../shared/api';
import { change } from '../shared/format';
import { problemOf } from '../shared/problem';
import { ProblemNotice } from '../shared/ProblemNotice';
import { useRequest } from '../shared/useRequest';
import { Compare } from './Compare';

const MOST = 5;
const AT_FIRST = 3;

// `samples` are images of the plan: {id, file, thumbnail}.
export function Samples({ samples, settings }) {
  return samples.length === 0 ? null : <Preview samples={samples} settings={settings} />;
}

function Preview({ samples, settings }) {
  const [picked, setPicked] = useState(null);
  const [results, setResults] = useState({});
  const [actualSize, setActualSize] = useState(false);
  const [failures, setFailures] = useState([]);
  const { busy, problem, run } = useRequest();
  const chosen = picked ?? samples.slice(0, AT_FIRST).map(({ id }) => id);
  const key = JSON.stringify([settings.format, settings.preset]);
  const fresh = samples.filter(({ id }) => chosen.includes(id) && results[id]?.key === key);

  const toggle = (id) => setPicked(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const show = () =>
    run(async () => {
      setFailures([]);
      for (const id of chosen.filter((each) => results[each]?.key !== key)) {
        try {
          const result = await previewOf(id, settings);
          setResults((all) => ({ ...all, [id]: { ...result, key } }));
        } catch (error) {
          const found = problemOf(error);
          if (found.passes) {
            throw error; // The others would fail as well.
          }
          setFailures((all) => [...all, { id, problem: found }]);
        }
      }
    });

  return (
    <section className="picopt-samples" aria-label={__('Preview', 'picture-optimizer')}>
      <div className="picopt-thumbnails">
        {samples.map(({ id, file, thumbnail }) => (
          <label key={id} title={file}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              disabled={!chosen.includes(id) && chosen.length >= MOST}
              onChange={() => toggle(id)}
            />
            <img src={thumbnail} alt={file} width="56" height="56" loading="lazy" />
          </label>
        ))}
      </div>
      <div className="picopt-buttons">
        {fresh.length > 0 && (
          <Button variant="tertiary" aria-pressed={actualSize} onClick={() => setActualSize(!actualSize)}>
            {actualSize ? __('Fit to width', 'picture-optimizer') : __('Actual size (1:1)', 'picture-optimizer')}
          </Button>
        )}
        <Button
          variant="secondary"
          onClick={show}
          isBusy={busy}
          disabled={busy || chosen.length === 0}
          accessibleWhenDisabled
        >
          {sprintf(
            /* translators: %d: number of images */
            _n('Preview %d image (free)', 'Preview %d images (free)', chosen.length, 'picture-optimizer'),
            chosen.length
          )}
        </Button>
      </div>
      <ProblemNotice problem={problem} />
      <Failures samples={samples} failures={failures} />
      <div role="status">
        <ul className="picopt-compared">
          {fresh.map(({ id, file }) => (
            <li key={id}>
              <Compare before={results[id].before} after={results[id].after} name={file} actualSize={actualSize} />
              <p>
                <strong>{file}</strong> {verdict(results[id])}
              </p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

// One notice for each cause, with the images that it is about: the others were previewed all the same.
function Failures({ samples, failures }) {
  const causes = [...new Set(failures.map(({ problem }) => problem.message))];
  return causes.map((cause) => {
    const same = failures.filter(({ problem }) => problem.message === cause);
    const files = samples.filter(({ id }) => same.some((each) => each.id === id)).map(({ file }) => file);
    const message = (
      <>
        <strong>{files.join(', ')}</strong> {cause}
      </>
    );
    return <ProblemNotice key={cause} problem={{ ...same[0].problem, message }} />;
  });
}

function verdict({ before_bytes: before, after_bytes: after, score }) {
  return after >= before
    ? __('Stays as it is: no smaller version found.', 'picture-optimizer')
    : sprintf(
        /* translators: 1: sizes before and after, 2: score from 0 to 100 */
        __('%1$s at this size, visual quality %2$s of 100', 'picture-optimizer'),
        change(before, after),
        score.toFixed(0)
      );
}
