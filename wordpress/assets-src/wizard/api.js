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
export const resultsOf = (job) => apiFetch({ path: at(`/jobs/${job}/items`) });
export const control = (job, action) => post(`/jobs/${job}/${action}`);
export const tick = (job) => post('/tick', { id: job });
export const revert = (ids) => post('/revert', { ids });
