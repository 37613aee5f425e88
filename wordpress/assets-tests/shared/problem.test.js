import { describe, expect, it } from 'vitest';
import { progressOf } from '../../assets-src/shared/api';
import { problemOf } from '../../assets-src/shared/problem';
import { Site } from '../support/site';

const problemWith = async (answer) => {
  globalThis.site.on('GET /jobs/7', answer);
  return progressOf(7).then(
    () => null,
    (error) => problemOf(error)
  );
};

describe('problemOf', () => {
  it('names the request of the service, so that support can find it', async () => {
    const problem = await problemWith(Site.refusal('busy', 'The service is busy.', 502, { request_id: 'req_1', detail: 'cURL error 7' }));
    expect(problem).toEqual({
      code: 'busy',
      message: 'The service is busy.',
      requestId: 'req_1',
      detail: 'cURL error 7',
      isFinal: false,
      passes: false,
    });
  });

  it('knows what passes by itself: a service that is away, a site without an answer', async () => {
    expect(await problemWith(Site.refusal('unreachable', 'Away.', 502, { retryable: true }))).toMatchObject({ passes: true });
    expect(await problemWith(Site.refusal('refused', 'Expired.', 409))).toMatchObject({ passes: false });
  });

  it('says that the site cannot be reached when there is no answer', async () => {
    const problem = await problemWith(new TypeError('Failed to fetch'));
    expect(problem).toMatchObject({ code: 'unreachable', requestId: '', detail: '', isFinal: false, passes: true });
    expect(problem.message).toMatch(/can’t be reached right now\. Nothing is lost/);
  });

  it.each([
    ['a proxy', { html: '<h1>502 Bad Gateway</h1>' }],
    ['a firewall', { html: '<h1>403 Forbidden</h1>', status: 403 }],
  ])('says who to ask when %s answers in place of WordPress', async (_, answer) => {
    const problem = await problemWith(answer);
    expect(problem).toMatchObject({ code: 'unreachable', requestId: '', isFinal: false, passes: true });
    expect(problem.message).toMatch(/in place of WordPress.*Nothing is lost/);
    expect(problem.detail).toMatch(/allow requests to \/wp-json\/picture-optimizer\//);
  });

  it.each(['rest_cookie_invalid_nonce', 'rest_not_logged_in'])('waits for whoever was logged out to come back (%s)', async (code) => {
    const problem = await problemWith(Site.refusal(code, 'Cookie check failed', 403));
    expect(problem).toMatchObject({ code: 'logged_out', isFinal: false, passes: true });
    expect(problem.message).toMatch(/Log in again/);
  });

  it('knows what no repetition mends', async () => {
    expect(await problemWith(Site.refusal('forbidden', 'Not yours.', 403))).toMatchObject({ isFinal: true });
    expect(await problemWith(Site.refusal('refused', 'Expired.', 409))).toMatchObject({ isFinal: false });
  });

  it('has a sentence for whatever is thrown', () => {
    expect(problemOf(undefined).message).toBe('Something went wrong. Nothing was changed.');
    expect(problemOf(new Error('')).message).toBe('Something went wrong. Nothing was changed.');
  });
});
