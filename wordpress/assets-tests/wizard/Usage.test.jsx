import { render, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Usage } from '../../assets-src/wizard/Usage';
import { plan, usage } from '../support/facts';
import { Site } from '../support/site';

function show(answers, planned = plan()) {
  const pages = [answers].flat();
  site.on('GET /plans/7/usage', ({ query }) => pages[Number(query.get('after'))]);
  return render(<Usage plan={planned} />);
}
const post = (changes) => ({ id: 1, title: 'Home', places: 2, edit: 'http://site.test/edit/1', ...changes });

describe('Usage', () => {
  it('says before the first answer that it is looking', () => {
    site.on('GET /plans/7/usage', () => new Promise(() => {}));
    render(<Usage plan={plan()} />);
    expect(screen.getByRole('status').textContent).toBe('Finding out where these images are used…');
  });

  it('forgets what went wrong for another plan', async () => {
    site.on('GET /plans/7/usage', new TypeError('Failed to fetch')).on('GET /plans/8/usage', usage());
    const { rerender } = render(<Usage plan={plan()} />);
    expect(await screen.findByText(/can’t be reached/)).toBeTruthy();
    rerender(<Usage plan={plan({ job: 8 })} />);
    expect(await screen.findByText('Not used anywhere on the site yet.')).toBeTruthy();
    expect(screen.queryByText(/can’t be reached/)).toBeNull();
  });

  it('says that nothing uses them', async () => {
    show(usage());
    expect(await screen.findByText('Not used anywhere on the site yet.')).toBeTruthy();
    expect(screen.queryByText('Where?')).toBeNull();
  });

  it.each([
    [true, 1, 'Used in 1 place, which will be updated.'],
    [true, 14, 'Used in 14 places, which will be updated.'],
    [false, 1, 'Used in 1 place; files don’t change.'],
    [false, 14, 'Used in 14 places; files don’t change.'],
  ])('where files are renamed: %s, in %d places', async (renames, places, sentence) => {
    show(usage({ places }), plan({ renames }));
    expect(await screen.findByText(sentence)).toBeTruthy();
  });

  it.each([
    [0, 1, [/^Used in 1 place in email content, which keeps the current file/]],
    [0, 2, [/^Used in 2 places in email content, which keep the current files/]],
    [3, 2, ['Used in 3 places, which will be updated.', /^Used in 2 places in email content/]],
  ])('tells %d places that are updated from %d in emails that are not', async (places, mails, sentences) => {
    show(usage({ places, mails }));
    for (const sentence of sentences) {
      expect(await screen.findByText(sentence)).toBeTruthy();
    }
    expect(screen.queryByText(/Not used anywhere/)).toBeNull();
    expect(screen.queryAllByText(/will be updated/)).toHaveLength(places ? 1 : 0);
  });

  it('lists pages with links, what has no page of its own, and how many more there are', async () => {
    const posts = [post(), post({ id: 2, title: 'A template', places: 1, edit: '' })];
    show(usage({ places: 9, posts, more_posts: 3, elsewhere: 4 }));
    await screen.findByText('Where?');
    const lines = within(screen.getByRole('list', { hidden: true })).getAllByRole('listitem', { hidden: true });
    expect(lines.map((line) => line.textContent)).toEqual([
      'Home (2)',
      'A template (1)',
      '3 more pages',
      'Widgets, options, categories, and comments (4)',
    ]);
    expect(screen.getAllByRole('link', { hidden: true })).toHaveLength(1);
    expect(screen.getByRole('link', { hidden: true }).href).toBe('http://site.test/edit/1');
  });

  it('adds up what comes in parts, a page that is in two of them once', async () => {
    show([
      usage({ looked_at: 4, places: 2, posts: [post()], empty_alts: 1, next: 1 }),
      usage({ looked_at: 2, places: 3, posts: [post({ places: 3 })], empty_alts: 2 }),
    ]);
    expect(await screen.findByText('Used in 5 places, which will be updated.')).toBeTruthy();
    expect(screen.getByText('Up to 3 missing alt texts in existing content will be filled in.')).toBeTruthy();
    expect(within(screen.getByRole('list', { hidden: true })).getAllByRole('listitem', { hidden: true })).toHaveLength(1);
  });

  it('says how far it is while it counts', async () => {
    site.on('GET /plans/7/usage', ({ query }) =>
      Number(query.get('after')) === 0 ? usage({ looked_at: 4, next: 1 }) : new Promise(() => {})
    );
    render(<Usage plan={plan()} />);
    expect(await screen.findByText('(4 of 6 images checked so far)')).toBeTruthy();
  });

  it.each([
    ['untouchable', 1, /1 more place holds data of another plugin/],
    ['untouchable', 2, /2 more places hold data of other plugins/],
    ['empty_alts', 1, 'Up to 1 missing alt text in existing content will be filled in.'],
    ['old_alts', 1, 'Up to 1 alt text in existing content that matches the old one will be replaced.'],
    ['old_alts', 5, 'Up to 5 alt texts in existing content that match the old ones will be replaced.'],
  ])('says of %s (%d) what becomes of it', async (name, number, sentence) => {
    show(usage({ [name]: number }));
    expect(await screen.findByText(sentence)).toBeTruthy();
  });

  it('warns of a lightbox where images stand in content', async () => {
    show(usage({ places: 1 }), plan({ warning: 'Old Box may not open links to WEBP files.' }));
    expect(await screen.findByText(/Old Box may not open/)).toBeTruthy();
  });

  it('says what went wrong, and no longer that it is looking', async () => {
    show([Site.refusal('outage', 'The database is away.', 500)]);
    expect(await screen.findByText('The database is away.')).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('');
  });

  it('begins anew for another plan, and hears no answer for the one before', async () => {
    const { rerender } = show(usage({ places: 1 }));
    await screen.findByText(/Used in 1 place/);
    site.on('GET /plans/8/usage', usage({ places: 8 }));
    rerender(<Usage plan={plan({ job: 8 })} />);
    expect(await screen.findByText(/Used in 8 places/)).toBeTruthy();
    expect(screen.queryByText(/Used in 1 place,/)).toBeNull();
  });
});
