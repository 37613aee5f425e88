// A stand-in for the site's REST routes, below api-fetch: what a test says is answered, everything asked is remembered.
const KEEPALIVE_BYTES = 64 * 1024;
const PREFIX = '/picture-optimizer/v1';

export class Site {
  #answers = new Map();
  #kept = 0;
  requests = [];

  // `answer` is data, an Error (no network), or a function of the request that gives either; `route` is like 'GET /jobs/7'.
  on(route, answer) {
    this.#answers.set(route, answer);
    return this;
  }

  // As WordPress answers a WP_Error.
  static refusal(code, message, status, more = {}) {
    return { refusal: { code, message, data: { status, ...more } } };
  }

  asked(route) {
    return this.requests.filter((request) => request.route === route);
  }

  // As the fetch standard has it, all requests under way that outlive their page share 64 KiB.
  async fetch(url, options = {}) {
    const weight = options.keepalive ? new Blob([options.body ?? '']).size : 0;
    if (this.#kept + weight > KEEPALIVE_BYTES) {
      throw new TypeError('Failed to fetch');
    }
    this.#kept += weight;
    try {
      return await this.#take(url, options);
    } finally {
      this.#kept -= weight;
    }
  }

  async #take(url, { method = 'GET', body, headers, keepalive = false }) {
    const override = new Headers(headers).get('X-HTTP-Method-Override');
    const path = decodeURIComponent(String(url).split('/wp-json')[1]).replace(PREFIX, '');
    const [bare, query = ''] = path.split('?');
    const route = `${override ?? method} ${bare}`;
    const data = body ? JSON.parse(body) : undefined;
    const request = { route, query: new URLSearchParams(query), data, keepalive };
    this.requests.push(request);
    return respond(await this.#answerTo(request));
  }

  async #answerTo(request) {
    const answer = this.#answers.get(request.route);
    if (answer === undefined) {
      return Site.refusal('rest_no_route', `No route was found: ${request.route}`, 404);
    }
    return typeof answer === 'function' ? answer(request) : answer;
  }

  // What PHP prints for the screens; see Wizard/Assets.php.
  told() {
    const labels = (values) => Object.entries(values).map(([value, label]) => ({ value, label }));
    return {
      pipelines: labels({ analyze_export: 'Analyze & Export', analyze: 'Analyze Only', export: 'Compress & Export Only' }),
      formats: labels({ webp: 'WebP', avif: 'AVIF', original: 'Keep the format' }),
      presets: labels({ auto: 'Automatic', maximum: 'Maximum', medium: 'Medium', minimum: 'Minimum' }),
      languages: labels({ '': 'The image’s or the site’s own', en: 'English', de: 'Deutsch', es: 'Español' }),
      tones: labels({ '': 'Neutral', friendly: 'Friendly', formal: 'Formal' }),
      settings: {
        format: 'webp',
        preset: 'auto',
        target: 70,
        breakpoints: [],
        drop_gps: true,
        language: '',
        tone: '',
        brand: '',
        keywords: [],
        rename: true,
        overwrite_text: false,
        fill_empty_alts: true,
        replace_old_alts: false,
      },
      asked: { action: '', ids: [] },
      statuses: { '': 'Any optimization status', analysed: 'Analyzed' },
      connection: { ready: true },
      settingsUrl: 'http://site.test/wp-admin/options-general.php?page=picture-optimizer',
    };
  }
}

function respond(answer) {
  if (answer instanceof Error) {
    throw answer;
  }
  if (answer?.html) {
    return new Response(answer.html, { status: answer.status ?? 502, headers: { 'Content-Type': 'text/html' } });
  }
  const { status, body } = answer?.refusal
    ? { status: answer.refusal.data.status, body: answer.refusal }
    : { status: 200, body: answer };
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}
