import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Review } from '../../assets-src/review/Review';
import { deskOn } from '../support/desk';
import { reviewed } from '../support/facts';
import { Site } from '../support/site';

const drafts = (number) =>
  Array.from({ length: number }, (_, place) => reviewed({ id: place + 1, attachment_id: place + 11, file: `photo-${place + 1}.jpg` }));

function show() {
  const told = { onDone: vi.fn(), onClose: vi.fn() };
  render(<Review job={7} {...told} />);
  return told;
}

const opened = (file) => screen.findByRole('region', { name: file });
const list = () => within(screen.getByRole('list', { name: 'Images to review' })).getAllByRole('button');
const looks = () => site.asked('GET /jobs/7/review').map(({ query }) => `${query.get('after')} since ${query.get('since')}`);
const alt = () => screen.getByLabelText('Alt text');
const withAlt = (item, text) => ({
  ...item,
  decisions: { ...item.decisions, fields: { ...item.decisions.fields, alt: { text, write: true } } },
});

describe('Review of many drafts', () => {
  it('shows the first ones while others are still loading, and lets nobody approve what they have not seen', async () => {
    let goOn;
    const rest = new Promise((resolve) => {
      goOn = resolve;
    });
    deskOn(site, drafts(3), { page: 2 });
    const answer = { items: drafts(3).slice(2), waiting: 3, working: 0, now: 1000 };
    site.on('GET /jobs/7/review', async ({ query }) => {
      const after = Number(query.get('after'));
      if (after === 2) {
        await rest;
      }
      return { ...answer, items: drafts(3).filter(({ id }) => id > after).slice(0, 2) };
    });
    show();
    await opened('photo-1.jpg');
    expect(list()).toHaveLength(2);
    expect(screen.getByText(/Loading images…/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Approve 0 images as shown' }).getAttribute('aria-disabled')).toBe('true');
    goOn();
    expect(await screen.findByRole('button', { name: 'Approve 3 images as shown' })).toBeTruthy();
    expect(list()).toHaveLength(3);
  });

  it('asks for all of them once, and after an approval only for what is new', async () => {
    deskOn(site, drafts(3), { page: 2 });
    show();
    await screen.findByText(/3 images to review\./);
    expect(looks()).toEqual(['0 since 0', '2 since 0', '3 since 0']);
    await userEvent.click(screen.getByRole('button', { name: 'Approve and export' }));
    await screen.findByText(/2 images to review\. photo-1\.jpg approved\./);
    await waitFor(() => expect(looks().slice(3)).toEqual(['0 since 995']));
  });

  it('looks at all again where some were approved elsewhere', async () => {
    deskOn(site, drafts(4));
    show();
    await screen.findByText(/4 images to review\./);
    deskOn(site, drafts(4).slice(0, 2));
    await userEvent.click(screen.getByRole('button', { name: 'Approve and export' }));
    await waitFor(() => expect(list()).toHaveLength(1));
  });

  it('approves many by few requests, and one by one where something is in the way', async () => {
    deskOn(site, drafts(45));
    const { onDone } = show();
    await userEvent.click(await screen.findByRole('button', { name: 'Approve 45 images as shown' }));
    await waitFor(() => expect(onDone).toHaveBeenCalled());
    expect(site.asked('POST /jobs/7/accept').map(({ data }) => data.texts.length)).toEqual([20, 20, 5]);
    expect(site.requests.filter(({ route }) => /items.*accept/.test(route))).toEqual([]);
  });

  it('says what is in the way of many, and keeps what was typed for those that wait', async () => {
    deskOn(site, drafts(2));
    site.on('POST /jobs/7/accept', { accepted: [] });
    site.on('POST /items/1/accept', Site.refusal('insufficient_credits', 'Not enough credits.', 402));
    show();
    await opened('photo-1.jpg');
    await userEvent.click(list()[1]);
    fireEvent.change(alt(), { target: { value: 'Mine' } });
    fireEvent.click(screen.getByRole('button', { name: 'Approve 2 images as shown' }));
    expect(await screen.findByText(/Not enough credits\. The metadata waits here/)).toBeTruthy();
    await waitFor(() => expect(site.asked('POST /items/2/decisions').at(-1)?.data.decisions.alt.text).toBe('Mine'));
  });

  it('keeps an image before whoever mends it, though the filter means it no more', async () => {
    const [one, other] = drafts(2).map((item) => withAlt(item, 'DSC_0419.jpg'));
    deskOn(site, [one, other]);
    show();
    await opened('photo-1.jpg');
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'errors');
    await userEvent.clear(alt());
    await userEvent.type(alt(), 'A red barn');
    expect(screen.getByRole('region', { name: 'photo-1.jpg' })).toBeTruthy();
    expect(alt().value).toBe('A red barn');
    await userEvent.click(screen.getByRole('button', { name: 'Next image' }));
    expect(alt().value).toBe('DSC_0419.jpg');
    await waitFor(() => expect(list()).toHaveLength(1));
  });

  it('stays with an image to which somebody went on during an approval, and approves nothing twice', async () => {
    let answered;
    deskOn(site, drafts(4));
    site.on(
      'POST /items/1/accept',
      () =>
        new Promise((resolve) => {
          answered = () => resolve({ accepted: true });
        })
    );
    show();
    await opened('photo-1.jpg');
    const press = (key, more) => fireEvent.keyDown(alt(), { key, code: key, ...more });
    press('Enter', { ctrlKey: true });
    press('Enter', { ctrlKey: true });
    press('ArrowDown', { altKey: true });
    press('ArrowDown', { altKey: true });
    await opened('photo-3.jpg');
    await waitFor(() => expect(site.asked('POST /items/1/accept')).toHaveLength(1));
    answered();
    await screen.findByText(/photo-1\.jpg approved\./);
    expect(screen.getByRole('region', { name: 'photo-3.jpg' })).toBeTruthy();
    expect(site.asked('POST /items/1/accept')).toHaveLength(1);
  });
});
