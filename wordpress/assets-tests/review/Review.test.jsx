import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { resetLocaleData, setLocaleData } from '@wordpress/i18n';
import { describe, expect, it, vi } from 'vitest';
import { Review } from '../../assets-src/review/Review';
import { reviewed } from '../support/facts';
import { deskOn } from '../support/desk';
import { Site } from '../support/site';

const barn = reviewed({ id: 2, attachment_id: 12, file: 'barn.jpg', confidence: 0.3 });
const lake = reviewed({ id: 3, attachment_id: 13, file: 'lake.jpg' });

const desk = (...items) => deskOn(site, items);

function show() {
  const told = { onDone: vi.fn(), onClose: vi.fn() };
  const { unmount } = render(<Review job={7} {...told} />);
  return { ...told, unmount };
}

const list = () => within(screen.getByRole('list', { name: 'Images to review' })).getAllByRole('button');
const opened = (file) => screen.findByRole('region', { name: file });

describe('Review', () => {
  it('goes on following after failed requests, until nothing is being worked on', async () => {
    const answers = [
      { items: [reviewed()], waiting: 1, working: 1, now: 100 },
      new TypeError('Failed to fetch'),
      { items: [reviewed(), barn], waiting: 2, working: 0, now: 200 },
    ];
    site
      .on('POST /tick', {})
      .on('GET /jobs/7/review', ({ query }) =>
        query.get('after') === '0' ? answers.shift() : { items: [], waiting: 2, working: answers.length, now: 200 }
      );
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
    show();
    expect(await screen.findByText(/1 image to review\. 2 more are on their way\./)).toBeTruthy();
    expect(await screen.findByText(/can’t be reached/)).toBeTruthy();
    expect(await screen.findByText(/2 images to review\./)).toBeTruthy();
    await waitFor(() => expect(screen.queryByText(/can’t be reached/)).toBeNull());
  });

  it('ends when nothing waits any more', async () => {
    desk();
    const { onDone } = show();
    await waitFor(() => expect(onDone).toHaveBeenCalled());
  });

  it('puts doubtful images first and says why', async () => {
    desk(reviewed(), barn, lake);
    show();
    await opened('barn.jpg');
    expect(list().map((button) => button.textContent)).toEqual(['barn.jpgLow confidence', 'rocket.jpg', 'lake.jpg']);
    expect(list()[0].getAttribute('aria-current')).toBe('true');
  });

  it('says why there is no suggestion, and takes what a person writes', async () => {
    const nothing = { text: '', write: false };
    const fields = { alt: nothing, title: nothing, caption: nothing, description: nothing };
    const decisions = { fields, tags: { text: [], write: false }, file_name: '', places: {} };
    const silent = { silent: true, confidence: 0, note: 'The model isn’t sure.', renames: true, decisions };
    desk(lake, reviewed({ id: 2, attachment_id: 12, file: 'barn.jpg', ...silent }));
    show();
    const barnDesk = await opened('barn.jpg');
    expect(list().map((button) => button.textContent)).toEqual(['barn.jpgNo suggestion', 'lake.jpg']);
    expect(within(barnDesk).getAllByText(/The model isn’t sure\./)).toHaveLength(1);
    expect(within(barnDesk).getByText(/^No text was suggested\./)).toBeTruthy();
    await userEvent.type(within(barnDesk).getByLabelText('Alt text'), 'A red barn');
    await userEvent.click(within(barnDesk).getByRole('button', { name: 'Approve and export' }));
    await waitFor(() => expect(site.asked('POST /items/2/accept')).toHaveLength(1));
    expect(site.asked('POST /items/2/accept')[0].data.decisions.alt).toEqual({ text: 'A red barn', write: true });
  });

  it('judges every field while somebody types, and counts', async () => {
    desk(reviewed());
    show();
    await opened('rocket.jpg');
    const alt = screen.getByLabelText('Alt text');
    fireEvent.change(alt, { target: { value: 'Image of a rocket' } });
    expect(screen.getByText(/Leave out “image of”/)).toBeTruthy();
    expect(alt.getAttribute('aria-describedby')).toBe(screen.getByText(/Leave out/).parentElement.id);
    expect(screen.getByText('17 of 125')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Title'), { target: { value: 'IMG_1234.jpg' } });
    expect(screen.getByText(/This is a file name/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Caption'), { target: { value: '<b>Rockets</b>' } });
    expect(screen.getByText(/one line of plain text/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText(/^Tags/), { target: { value: 'Sea, sea' } });
    expect(screen.getByText(/up to ten tags/)).toBeTruthy();
    // Of a list, a number would be read as that of its tags.
    expect(screen.queryByText('8')).toBeNull();
    fireEvent.change(screen.getByLabelText('File name'), { target: { value: 'My Photo' } });
    expect(screen.getByText(/one to six lowercase words/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Approve anyway' })).toBeTruthy();
  });

  it('counts characters in words of their own: images are counted otherwise in some languages', async () => {
    setLocaleData({ 'characters\u0004%1$d of %2$d': ['%1$d / %2$d 文字'] }, 'picture-optimizer');
    desk(reviewed());
    show();
    await opened('rocket.jpg');
    expect(screen.getByText('8 / 125 文字')).toBeTruthy();
    resetLocaleData();
  });

  it('keeps what was typed, also when the window is closed right after', async () => {
    desk(reviewed());
    const { unmount } = show();
    await opened('rocket.jpg');
    fireEvent.change(screen.getByLabelText('Alt text'), { target: { value: 'Our rocket' } });
    unmount();
    await waitFor(() => expect(site.asked('POST /items/1/decisions')).toHaveLength(1));
    expect(site.asked('POST /items/1/decisions')[0].data.decisions).toMatchObject({
      alt: { text: 'Our rocket', write: true },
      tags: { text: ['rocket', 'launch'], write: true },
    });
  });

  it('marks an image as decorative', async () => {
    desk(reviewed());
    show();
    await opened('rocket.jpg');
    await userEvent.click(screen.getByLabelText(/^Decorative/));
    expect(screen.queryByLabelText('Alt text')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Approve and export' }));
    await waitFor(() => expect(site.asked('POST /items/1/accept')).toHaveLength(1));
    expect(site.asked('POST /items/1/accept')[0].data.decisions.alt).toEqual({ text: '', write: true });
  });

  it('works by the keyboard: next, previous, approve, regenerate', async () => {
    desk(barn, lake, reviewed());
    show();
    await opened('barn.jpg');
    screen.getByLabelText('Title').focus();
    const press = (key, more) => {
      // Where the keyboard is, which stays in its field from image to image.
      expect(document.activeElement).toBe(screen.getByLabelText('Title'));
      fireEvent.keyDown(document.activeElement, { key, code: key, ...more });
    };
    press('ArrowDown', { altKey: true });
    await opened('rocket.jpg');
    press('ArrowUp', { altKey: true });
    await opened('barn.jpg');
    press('Enter', {});
    expect(site.asked('POST /items/2/accept')).toEqual([]);
    press('Enter', { ctrlKey: true });
    await opened('rocket.jpg');
    expect(await screen.findByText(/barn\.jpg approved\./)).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Title'));
    fireEvent.keyDown(document.activeElement, { key: '®', code: 'KeyR', altKey: true });
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /What should be different/ }));
  });

  it('approves what a filter shows, and leaves what breaks a rule', async () => {
    const faulty = reviewed({ id: 4, attachment_id: 14, file: 'faulty.jpg' });
    faulty.decisions = { ...faulty.decisions, fields: { ...faulty.decisions.fields, alt: { text: 'DSC_0419.jpg', write: true } } };
    desk(reviewed(), barn, lake, faulty);
    const { onDone } = show();
    await opened('faulty.jpg');
    expect(screen.getByText('1 image breaks a rule and has to be approved by itself.')).toBeTruthy();
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'clear');
    expect(list()).toHaveLength(2);
    await userEvent.click(screen.getByRole('button', { name: 'Approve 2 images as shown' }));
    expect(await screen.findByText(/2 images approved\./)).toBeTruthy();
    await waitFor(() => expect(screen.getByText('No image matches this filter.')).toBeTruthy());
    expect(site.asked('POST /jobs/7/accept').map(({ data }) => data.texts.map(({ id }) => id))).toEqual([[1, 3]]);
    expect(onDone).not.toHaveBeenCalled();
  });

  it('goes on with the others where one was approved in another tab, and counts what was approved here', async () => {
    desk(reviewed(), lake);
    const { onDone } = show();
    await opened('rocket.jpg');
    desk(lake);
    site.on('POST /items/1/accept', Site.refusal('refused', 'This text is no longer waiting for review.', 409));
    await userEvent.click(screen.getByRole('button', { name: 'Approve 2 images as shown' }));
    expect(await screen.findByText(/1 image approved\./)).toBeTruthy();
    expect(site.asked('POST /items/3/accept')).toHaveLength(0);
    expect(screen.queryByText(/no longer waiting/)).toBeNull();
    await waitFor(() => expect(onDone).toHaveBeenCalled());
  });

  it('says of one image that it waits no more, and why it cannot be approved where it still does', async () => {
    desk(reviewed(), lake);
    show();
    await opened('rocket.jpg');
    site.on('POST /items/1/accept', Site.refusal('refused', 'The queue is working on this image right now.', 409));
    await userEvent.click(screen.getByRole('button', { name: 'Approve and export' }));
    expect(await screen.findByText(/The queue is working on this image/)).toBeTruthy();
    desk(lake);
    site.on('POST /items/1/accept', Site.refusal('refused', 'This text is no longer waiting for review.', 409));
    await userEvent.click(screen.getByRole('button', { name: 'Approve and export' }));
    expect(await screen.findByText(/rocket\.jpg isn’t waiting for review anymore\./)).toBeTruthy();
    expect(screen.queryByText(/rocket\.jpg approved/)).toBeNull();
    await opened('lake.jpg');
  });

  it('stays with the image when there are no credits, and says that nothing is lost', async () => {
    desk(reviewed());
    site.on('POST /items/1/accept', Site.refusal('insufficient_credits', 'Not enough credits.', 402, { request_id: 'req_7' }));
    show();
    await opened('rocket.jpg');
    await userEvent.click(screen.getByRole('button', { name: 'Approve and export' }));
    expect(await screen.findByText(/Not enough credits\. The metadata waits here/)).toBeTruthy();
    expect(screen.getByText('req_7')).toBeTruthy();
    await opened('rocket.jpg');
  });

  it('approves what was typed by itself, as soon as the service answers', async () => {
    desk(reviewed());
    const away = Site.refusal('unreachable', 'The service is away.', 502, { retryable: true });
    site.on('POST /items/1/accept', away);
    show();
    await opened('rocket.jpg');
    await userEvent.click(screen.getByRole('button', { name: 'Approve and export' }));
    await screen.findByText(/The service is away\. What you typed stays here, and the image is approved as soon as/);
    fireEvent.change(screen.getByLabelText('Alt text'), { target: { value: 'Typed while it was away' } });
    desk(reviewed());
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(await screen.findByText(/rocket\.jpg approved\./)).toBeTruthy();
    const tries = site.asked('POST /items/1/accept');
    expect(tries.length).toBeGreaterThan(1);
    expect(tries.at(-1).data.decisions.alt.text).toBe('Typed while it was away');
    expect(screen.queryByText(/The service is away/)).toBeNull();
  });

  it('keeps on saving what was typed while the site is away', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
    desk(reviewed());
    site.on('POST /items/1/decisions', new TypeError('Failed to fetch'));
    show();
    await opened('rocket.jpg');
    fireEvent.change(screen.getByLabelText('Title'), { target: { value: 'Mine' } });
    await vi.advanceTimersByTimeAsync(1000);
    await screen.findByText(/can’t be reached.*What you typed isn’t saved yet: keep this tab open/);
    site.on('POST /items/1/decisions', {});
    await vi.advanceTimersByTimeAsync(6000);
    await waitFor(() => expect(screen.queryByText(/can’t be reached/)).toBeNull());
    expect(site.asked('POST /items/1/decisions').at(-1).data.decisions.title.text).toBe('Mine');
    expect(screen.getByLabelText('Title').value).toBe('Mine');
  });

  it('saves what was typed when the approval it should go along with does not get through', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
    desk(reviewed());
    site.on('POST /items/1/accept', Site.refusal('unreachable', 'The service is away.', 502, { retryable: true }));
    const { unmount } = show();
    await opened('rocket.jpg');
    fireEvent.change(screen.getByLabelText('Title'), { target: { value: 'Mine' } });
    fireEvent.click(screen.getByRole('button', { name: 'Approve and export' }));
    await screen.findByText(/The service is away/);
    unmount();
    await vi.advanceTimersByTimeAsync(1000);
    expect(site.asked('POST /items/1/decisions').at(-1)?.data.decisions.title.text).toBe('Mine');
  });

  it('asks for another text with a wish, and says its price before', async () => {
    desk(reviewed(), { ...barn, regenerated: 1 });
    show();
    await opened('barn.jpg');
    await userEvent.click(screen.getByRole('button', { name: 'Regenerate metadata for barn.jpg' }));
    expect(screen.getByText('This costs up to 1 credit.')).toBeTruthy();
    await userEvent.type(screen.getByRole('textbox', { name: /What should be different/ }), 'shorter');
    await userEvent.click(screen.getByRole('button', { name: 'Regenerate for 1 credit' }));
    await waitFor(() => expect(site.asked('POST /items/2/regenerate')[0].data).toEqual({ wish: 'shorter' }));
    await opened('rocket.jpg');
  });

  it('shows text by somebody of the team beside ours, and which of the two stays', async () => {
    const theirs = reviewed({ by_person: ['alt'], present: { alt: 'Our launch', title: '', caption: '', description: '' } });
    theirs.decisions.fields.alt = { text: 'A rocket', write: false };
    desk(theirs);
    show();
    await opened('rocket.jpg');
    expect(screen.getByText('This stays.')).toBeTruthy();
    await userEvent.click(screen.getByLabelText(/Replace existing text/));
    expect(screen.queryByText('This stays.')).toBeNull();
    expect([...document.querySelectorAll('del')].map(({ textContent }) => textContent.trim())).toContain('Our launch');
  });

  it('enlarges an image, and shows where it is used', async () => {
    desk(reviewed());
    const posts = [{ id: 5, title: 'Harbor', edit: 'http://site.test/edit', words: 'the boats … at low tide' }];
    site.on('GET /pictures/11/places', { posts, elsewhere: 1, spots: [] });
    show();
    await opened('rocket.jpg');
    await userEvent.click(screen.getByText('Where it’s used'));
    expect(await screen.findByText('the boats … at low tide')).toBeTruthy();
    expect(screen.getByText('1 more in widgets, options, or comments')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Enlarge rocket.jpg' }));
    expect(within(screen.getByRole('dialog')).getByRole('presentation', { hidden: true }).src).toBe('http://site.test/rocket.jpg');
  });

  it('shows each place with its own alt text, and sends what was decided there', async () => {
    const linked = reviewed({ placements: [{ key: 'k1', alt: 'Contact us', role: 'functional', language: null }] });
    linked.decisions.places = { k1: 'Contact us' };
    desk(linked);
    const spot = { post: 5, title: 'Harbor', edit: '', words: '', link: '', link_text: '', decorative: false, alt: '', key: 'k0' };
    const spots = [
      spot,
      { ...spot, key: 'k1', link: '/contact/' },
      { ...spot, key: 'k2', decorative: true },
      { ...spot, key: 'k3', alt: 'Our own words' },
    ];
    site.on('GET /pictures/11/places', { posts: [{ id: 5, title: 'Harbor', edit: '', words: '' }], elsewhere: 0, spots });
    site.on('POST /items/1/accept', { accepted: true });
    show();
    await opened('rocket.jpg');
    const table = await screen.findByRole('table');
    const cells = [...table.querySelectorAll('tbody tr')].map((row) => row.cells[2].textContent);
    expect(cells).toEqual(['The image’s alt text', '', 'None, because it’s decorative', '“Our own words” Already there']);
    expect(within(table).getByText('Link to /contact/')).toBeTruthy();
    const field = within(table).getByLabelText('Alt text on “Harbor”');
    expect(field.value).toBe('Contact us');
    await userEvent.clear(field);
    await userEvent.type(field, 'Write to us');
    await userEvent.click(screen.getByRole('button', { name: 'Approve and export' }));
    const sent = site.asked('POST /items/1/accept')[0].data.decisions;
    expect(sent.places).toEqual({ k1: 'Write to us' });
  });
});
