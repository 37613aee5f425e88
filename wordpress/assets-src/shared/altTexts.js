// Alt texts for images where they stand: orders them, waits, and gives them back. Nothing but an empty alt text in the Media
// Library is written on the way; what becomes of a text in a post is the caller's affair.
import { __, _n } from '@wordpress/i18n';
import { counted } from './format';
import { acceptText, allInReview, makePlan, progressOf, resultsOf, tick } from './api';
import { begin } from './begin';
import { follow } from './polling';

const SURE = 0.6;
const KEPT = { write: false };

// `images` are [{key, id, spot}]: a name for the place, the attachment, and what stands around it (Settings/Spots.php); no
// spot where the image is asked about as such.
// `atMost` is the price that the person saw, in credits. `say` hears problems that pass by themselves; `loop` is {isWanted}.
// A Map by key: {alt, decorative, unsure} or {reason}. Throws what no waiting mends; then nothing was charged.
export async function altTextsFor(images, { atMost, say = () => {}, loop = { isWanted: true } }) {
  const plan = await planFor(images);
  refuse(plan, atMost);
  if (plan.process > 0) {
    await begin(plan, { say, loop });
    const problem = await follow(() => work(plan.job), { say, loop });
    if (problem) {
      throw problem;
    }
  }
  const reviews = plan.process > 0 ? await allInReview(plan.job) : [];
  const reasons = new Map((await resultsOf(plan.job)).items.map((item) => [item.attachment_id, item.reason]));
  const texts = new Map(images.map((image) => [image.key, textFor(image, reviews, reasons)]));
  await Promise.all(reviews.map((item) => acceptText(item.id, keepAllBut(item))));
  if (reviews.length > 0) {
    // Writes the library's texts now; if that fails, the queue does it in its own time.
    await tick(plan.job).catch(() => {});
  }
  return texts;
}

// What is written in other pages stays as it is, whatever the site's settings say of whole jobs.
const QUIET = { review: true, reprocess: true, fill_empty_alts: false, replace_old_alts: false };

// Every attachment is ordered once, whatever the number of its places.
async function planFor(images) {
  const spots = {};
  images.filter(({ spot }) => spot).forEach(({ key, id, spot }) => {
    spots[id] = [...(spots[id] ?? []), { key, ...spot }];
  });
  const ids = [...new Set(images.map(({ id }) => id))];
  let plan;
  await makePlan(
    { ids, pipeline: 'analyze', settings: { ...QUIET, spots } },
    (now) => {
      plan = now;
    },
    () => true
  );
  return plan;
}

function refuse({ credits, available }, atMost) {
  if (credits > atMost) {
    throw new Error(
      counted(
        /* translators: %d: number of credits */
        _n(
          'This costs %d credit now. Nothing was charged; try again to agree to the new price.',
          'This costs %d credits now. Nothing was charged; try again to agree to the new price.',
          credits,
          'picture-optimizer'
        ),
        credits
      )
    );
  }
  if (credits > available) {
    throw Object.assign(
      new Error(
        counted(
          /* translators: 1: credits needed, 2: credits available */
          __('Not enough credits: %1$d needed, %2$d available. Nothing was charged.', 'picture-optimizer'),
          credits,
          available
        )
      ),
      { code: 'insufficient_credits' }
    );
  }
}

async function work(job) {
  const now = await progressOf(job);
  if (now.open === now.in_review) {
    return false;
  }
  await tick(job);
  return true;
}

function textFor({ key, id }, reviews, reasons) {
  const item = reviews.find((one) => one.attachment_id === id);
  if (!item) {
    return { reason: reasons.get(id) || __('No text was generated for this image. Nothing was charged.', 'picture-optimizer') };
  }
  const placed = item.placements.find((one) => one.key === key);
  return {
    alt: placed?.alt ?? item.proposed.alt,
    decorative: placed ? placed.role === 'decorative' : item.decorative,
    unsure: item.draft || item.confidence < SURE,
  };
}

// Where the library has no alt text yet, it gets this one; everything else there stays.
const keepAllBut = ({ present, seen, proposed, decorative }) => ({
  seen,
  alt: { text: decorative ? '' : proposed.alt, write: present.alt === '' },
  title: KEPT,
  caption: KEPT,
  description: KEPT,
  tags: KEPT,
});

// Credits for so many images, once the service has said its prices.
let asked = null;
export function priceOfAlts(number, ask) {
  asked ??= ask().then(
    ({ prices }) => prices.analyze,
    (error) => {
      asked = null;
      throw error;
    }
  );
  return asked.then((price) => price * number);
}
