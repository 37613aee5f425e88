// Texts for some images of the post: the price beforehand, the work, and what came of it.
import { useRegistry } from '@wordpress/data';
import { useEffect, useRef, useState } from '@wordpress/element';
import { altTextsFor, priceOfAlts } from '../shared/altTexts';
import { capabilitiesOf } from '../shared/api';
import { persist } from '../shared/persist';
import { problemOf } from '../shared/problem';
import { useRequest } from '../shared/useRequest';
import { spotOf } from './spot';
import { forgetStatus } from './Status';

// `images` as imageOf() gives them. `price` in credits is null until it is known, and without a connection. `generate`
// gives a Map by block of {alt, decorative, unsure} or {reason} to `onTexts`, also when the panel was closed meanwhile. The
// price is asked for once something is shown, until it is there: nothing is ordered at a price that nobody saw. `retry` does
// what failed once more; undefined while that is under way.
export function useAltTexts(images, onTexts, isShown = true) {
  const registry = useRegistry();
  const { busy, problem, run, setProblem } = useRequest();
  const [price, setPrice] = useState(null);
  const wake = useRef();
  const number = new Set(images.map((image) => image.id)).size;
  const { ready } = window.pictureOptimizer.connection;

  useEffect(() => {
    const loop = { isWanted: ready && isShown && number > 0 };
    const ask = async () => {
      const credits = await priceOfAlts(number, capabilitiesOf);
      if (loop.isWanted) {
        setPrice(credits);
      }
    };
    persist(ask, { say: setProblem, loop }).catch((error) => loop.isWanted && setProblem(problemOf(error)));
    wake.current = () => loop.wake?.();
    return () => {
      loop.isWanted = false;
      loop.wake?.();
    };
  }, [ready, isShown, number, setProblem]);

  const generate = () =>
    run(async () => {
      const blocks = registry.select('core/block-editor').getBlocks();
      const title = registry.select('core/editor')?.getEditedPostAttribute('title') ?? '';
      const asked = images.map(({ key, id, url }) => ({ key, id, spot: url && spotOf(key, blocks, title) }));
      onTexts(await altTextsFor(asked, { atMost: price, say: setProblem }));
      forgetStatus(registry, new Set(asked.map(({ id }) => id)));
    });
  const askPrice = () => wake.current();
  return { price, busy, problem, generate, retry: busy ? undefined : price === null ? askPrice : generate };
}
