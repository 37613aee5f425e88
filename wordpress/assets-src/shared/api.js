// The plugin's REST routes.
import apiFetch from '@wordpress/api-fetch';
import { rest } from './polling';
import { finish } from './unfinished';

const at = (path) => `/picture-optimizer/v1${path}`;
const post = (path, data = {}) => apiFetch({ path: at(path), method: 'POST', data });

// A large plan takes more than one request: `onProgress` gets each answer, the last one is complete. `begun` is one that was
// broken off, to go on with.
export async function makePlan(request, onProgress, isWanted, begun = null) {
  let plan = begun ?? (await post('/plans', request));
  onProgress(plan);
  while (!plan.complete && isWanted()) {
    const before = plan.looked_at;
    plan = await post(`/plans/${plan.job}/advance`);
    onProgress(plan);
    if (!plan.complete && plan.looked_at === before) {
      await rest(); // Another tab is at it, or the server has no memory or time to spare just now.
    }
  }
}

export const confirmPlan = (plan) => post(`/plans/${plan.job}/confirm`, { quote_id: plan.quote_id });
export const progressOf = (job) => apiFetch({ path: at(`/jobs/${job}`) });

// All items of a job, page by page.
export async function resultsOf(job) {
  const all = { items: [], credits_used: 0 };
  for (let after = 0; ; ) {
    const page = await apiFetch({ path: at(`/jobs/${job}/items?after=${after}`) });
    all.items.push(...page.items);
    all.credits_used = page.credits_used;
    if (page.items.length === 0) {
      return all;
    }
    after = page.items.at(-1).id;
  }
}

export const control = (job, action) => post(`/jobs/${job}/${action}`);
export const tick = (job) => post('/tick', { id: job });

// A request lasts as long as the server lets it, often half a minute: a few images at a time. `onDone` hears of each part.
const REVERTS = 20;
export const revert = (ids, onDone = () => {}) => finish(revertAll(ids, onDone));

async function revertAll(ids, onDone) {
  const items = [];
  for (let first = 0; first < ids.length; first += REVERTS) {
    const part = await post('/revert', { ids: ids.slice(first, first + REVERTS) });
    items.push(...part.items);
    onDone([...items]);
  }
  return { items };
}

export const previewOf = (id, settings) => post('/previews', { ids: [id], settings });

// Where the pictures of a plan are used, some pictures at a time: each answer says where to go on.
export async function usageOf(job, onCount, isWanted) {
  const numbers = ['looked_at', 'used', 'places', 'elsewhere', 'mails', 'untouchable', 'empty_alts', 'old_alts', 'more_posts'];
  const sum = Object.fromEntries(numbers.map((name) => [name, 0]));
  const posts = new Map();
  for (let after = 0; after !== null && isWanted(); ) {
    const part = await apiFetch({ path: at(`/plans/${job}/usage?after=${after}`) });
    numbers.forEach((name) => {
      sum[name] += part[name];
    });
    part.posts.forEach((page) => posts.set(page.id, { ...page, places: page.places + (posts.get(page.id)?.places ?? 0) }));
    after = part.next;
    onCount({ ...sum, posts: [...posts.values()], complete: after === null });
  }
}

export const capabilitiesOf = () => apiFetch({ path: at('/capabilities') });
export const accountOf = () => apiFetch({ path: at('/account') });

// The texts of a job that wait for a person, page by page, or only those since the `now` of an earlier answer. `onPage` gets
// each page, and says whether to go on. Resolves with how many wait in all, how many images are not as far yet, and the
// first `now`.
export async function textsInReview(job, since, onPage) {
  let now = null;
  for (let after = 0; ; ) {
    const page = await apiFetch({ path: at(`/jobs/${job}/review?after=${after}&since=${since}`) });
    now ??= page.now;
    if (!onPage(page) || page.items.length === 0) {
      return { ...page, now };
    }
    after = page.items.at(-1).id;
  }
}

export async function allInReview(job) {
  const items = [];
  await textsInReview(job, 0, (page) => items.push(...page.items) >= 0);
  return items;
}

export const isInReview = async (job, id) =>
  (await apiFetch({ path: at(`/jobs/${job}/review?after=${id - 1}`) })).items.some((item) => item.id === id);

// `keepalive`: goes on when its tab is closed. Of such requests browsers take 64 KiB at a time; one takes `weightOf` bytes.
// Requests can overtake each other: the site keeps the words of the highest `turn` of a `desk`.
export const keepDecisions = (item, decisions, { desk, turn, keepalive }) =>
  apiFetch({ path: at(`/items/${item}/decisions`), method: 'POST', data: { decisions, desk, turn }, keepalive });
export const weightOf = (decisions) => new Blob([JSON.stringify({ decisions })]).size;
export const acceptText = (item, decisions) => post(`/items/${item}/accept`, { decisions });
// {accepted: [ids]}, of those that nothing stood in the way of.
export const acceptTexts = (job, texts) => post(`/jobs/${job}/accept`, { texts });
export const regenerate = (item, wish) => post(`/items/${item}/regenerate`, { wish });

// All that is known of one image; see Media/ImagePage.php.
export const factsOf = (image) => apiFetch({ path: at(`/pictures/${image}/facts`) });
export const originalOf = (image) => apiFetch({ path: at(`/pictures/${image}/original`) });

// {posts: [{id, title, edit, words}], elsewhere}
export const placesOf = (image) => apiFetch({ path: at(`/pictures/${image}/places`) });

// {state: none|pending|connected|ended, message, user_code, url, interval}; see Connect/Progress.php.
// Without "https:": some firewalls refuse every request with an address in it.
export const beginConnecting = (service) => post('/connection', { service_url: service.replace(/^https:/i, '') });
export const connectionProgress = () => apiFetch({ path: at('/connection') });
export const cancelConnecting = () => apiFetch({ path: at('/connection'), method: 'DELETE' });

// By WordPress' own route.
export const saveAltText = (id, alt) => apiFetch({ path: `/wp/v2/media/${id}`, method: 'POST', data: { alt_text: alt } });

// {count, bytes} of the images that a filter means; its fields are those of Media/Filter.php.
export const summaryOf = (filter) => post('/selection', { filter });
export const keepViews = (views) => post('/views', { views });

// {excluded, total} of images, by rules that need not be saved yet; see Planning/ExclusionCount.php.
export const countExcluded = (rules) => post('/exclusions', { rules });

export const advanceAudit = () => post('/audit/advance');
export const undoStep = (image, step) => post(`/pictures/${image}/events/${step}/undo`);
export const restoreText = (id, field) => post(`/pictures/${id}/texts/revert`, { field });
