// Answers of the routes, whole, as PHP gives them; a test changes what it is about.
export const progress = (changes = {}) => ({
  job: 7,
  state: 'open',
  pipeline: 'analyze_export',
  total: 3,
  open: 3,
  in_review: 0,
  per_minute: null,
  seconds_left: null,
  reasons: [],
  ...changes,
});

export const item = (changes = {}) => ({
  id: 1,
  attachment_id: 11,
  file: 'rocket.jpg',
  state: 'delivered',
  state_label: 'Optimized',
  reason: '',
  bytes_before: 200_000,
  bytes_after: 50_000,
  alt: 'A rocket on its launch pad',
  credits: 2,
  ...changes,
});

export const reviewed = (changes = {}) => ({
  id: 1,
  attachment_id: 11,
  file: 'rocket.jpg',
  thumbnail: 'http://site.test/rocket-300x200.jpg',
  present: { alt: '', title: 'rocket', caption: '', description: '' },
  by_person: [],
  proposed: { alt: 'A rocket', title: 'Rocket', caption: '', description: '' },
  decisions: {
    fields: {
      alt: { text: 'A rocket', write: true },
      title: { text: 'Rocket', write: true },
      caption: { text: '', write: false },
      description: { text: '', write: false },
    },
    tags: { text: ['rocket', 'launch'], write: true },
    file_name: 'rocket',
  },
  renames: true,
  fault_of_alt: '',
  draft: false,
  note: '',
  exports: true,
  regenerated: 0,
  ...changes,
});

// Answers a paged route: one page with everything, then none.
export const pages = (answer) => (request) =>
  Number(request.query.get('after')) === 0 ? answer : { ...answer, items: [] };
