// The plugin's REST routes.
import apiFetch from '@wordpress/api-fetch';

const at = (path) => `/picture-optimizer/v1${path}`;
const post = (path, data = {}) => apiFetch({ path: at(path), method: 'POST', data });

// A large plan takes more than one request: each answer says whether it is complete.
export async function makePlan(request, onProgress) {
  let plan = await post('/plans', request);
  while (!plan.complete) {
    onProgress(plan);
    plan = await post(`/plans/${plan.job}/advance`);
  }
  return plan;
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
export const revert = (ids) => post('/revert', { ids });
export const previewOf = (id, settings) => post('/previews', { ids: [id], settings });
