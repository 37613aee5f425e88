// Answers of the routes, whole, as PHP gives them; a test changes what it is about.
export const progress = (changes = {}) => ({
  job: 7,
  state: 'open',
  state_label: 'Running',
  message: '',
  waiting_because: '',
  credits_used: 0,
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
  title_is_file_name: false,
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
    places: {},
  },
  placements: [],
  large: 'http://site.test/rocket-1024x683.jpg',
  full: 'http://site.test/rocket.jpg',
  max_alt_length: 125,
  confidence: 0.9,
  decorative: false,
  renames: true,
  draft: false,
  note: '',
  exports: true,
  regenerable: true,
  regenerated: 0,
  ...changes,
});

// Answers a paged route: one page with everything, then none.
export const pages = (answer) => (request) =>
  Number(request.query.get('after')) === 0 ? answer : { ...answer, items: [] };

export const plan = (changes = {}) => ({
  job: 7,
  state: 'planned',
  quote_id: 'quo_1',
  quote_lasts: 900,
  available: 94,
  complete: true,
  total: 6,
  looked_at: 6,
  process: 6,
  credits: 12,
  left_out: 0,
  skipped: [],
  failed: [],
  bytes_before: 1_000_000,
  bytes_estimated: 400_000,
  renames: true,
  review: false,
  samples: [],
  ...changes,
});

export const capabilities = (changes = {}) => ({
  analysis: { model: 'gpt', draft: false, languages: [], ...changes },
  prices: { analyze_export: 2, analyze: 1, export: 1 },
  estimates: { bits_per_pixel: { webp: { auto: 1, maximum: 3, medium: 1, minimum: 0.5 } } },
});

export const usage = (changes = {}) => ({
  looked_at: 6,
  used: 0,
  places: 0,
  posts: [],
  more_posts: 0,
  elsewhere: 0,
  mails: 0,
  untouchable: 0,
  empty_alts: 0,
  old_alts: 0,
  next: null,
  ...changes,
});
