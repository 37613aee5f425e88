// The review desk's routes of job 7, as Rest/ReviewRoutes.php answers them; approving takes an item away.
export function deskOn(site, items, { page = 50, working = 0 } = {}) {
  let left = items;
  const accept = (id) => {
    const isThere = left.some((item) => item.id === id);
    left = left.filter((item) => item.id !== id);
    return isThere;
  };
  site
    .on('GET /jobs/7/review', ({ query }) => ({
      items: left.filter(({ id, at = 0 }) => id > Number(query.get('after')) && at >= Number(query.get('since') ?? 0)).slice(0, page),
      waiting: left.length,
      working,
      now: 1000,
    }))
    .on('POST /jobs/7/accept', ({ data }) => ({ accepted: data.texts.map(({ id }) => id).filter(accept) }));
  for (const { id } of items) {
    site
      .on(`POST /items/${id}/decisions`, {})
      .on(`POST /items/${id}/regenerate`, {})
      .on(`POST /items/${id}/accept`, () => ({ accepted: accept(id) }));
  }
}
