import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { rememberFocus } from '../../assets-src/library/focus';
import { progress } from '../support/facts';

const open = vi.fn();
vi.mock('../../assets-src/wizard/open', () => ({ open: (...what) => open(...what), byIds: (ids) => ({ ids, count: ids.length }) }));

let parseIds, startLibrary;
const listeners = [];
beforeEach(async () => {
  open.mockReset();
  // A page listens for as long as it is there; here the next test is another page.
  listeners.splice(0).forEach((what) => document.removeEventListener(...what));
  const listen = document.addEventListener.bind(document);
  vi.spyOn(document, 'addEventListener').mockImplementation((...what) => (listeners.push(what), listen(...what)));
  ({ parseIds, startLibrary } = await import('../../assets-src/library/library'));
});

async function click(html) {
  document.body.innerHTML = html;
  startLibrary();
  await userEvent.click(document.querySelector('button, a'));
}

describe('startLibrary', () => {
  it('opens what a bulk action asked for, with the images still chosen behind it', () => {
    document.body.innerHTML =
      '<select id="bulk-action-selector-top"><option value="-1"><option value="picopt_revert"></select><button id="doaction">' +
      '</button>' + [11, 12, 13].map((id) => `<input type="checkbox" id="cb-select-${id}">`).join('');
    window.pictureOptimizer.asked = { action: 'revert', ids: [11, 12] };
    startLibrary();
    expect(open).toHaveBeenCalledWith('revert', { ids: [11, 12], count: 2 });
    expect([...document.querySelectorAll(':checked[type=checkbox]')].map(({ id }) => id)).toEqual(['cb-select-11', 'cb-select-12']);
    expect(document.querySelector('select').value).toBe('picopt_revert');
    expect(document.activeElement.id).toBe('doaction');
  });

  it('opens nothing by itself', () => {
    startLibrary();
    expect(open).not.toHaveBeenCalled();
  });

  it('gives the focus back when WordPress has moved its notices: what is moved loses it', async () => {
    document.body.innerHTML = '<div id="wrap"><h1>Library</h1></div><button id="notice" data-picopt-action="optimize">Review</button>';
    const notice = document.getElementById('notice');
    rememberFocus(notice);
    const state = vi.spyOn(document, 'readyState', 'get').mockReturnValue('interactive');
    startLibrary();
    document.getElementById('wrap').append(notice);
    window.dispatchEvent(new Event('load'));
    expect(document.activeElement).toBe(notice);
    state.mockRestore();
  });

  it('opens the wizard from a row, without leaving the page', async () => {
    await click('<a href="#gone" data-picopt-action="optimize" data-picopt-ids="11">x</a>');
    expect(open).toHaveBeenCalledWith('optimize', { ids: [11], count: 1 }, { jobId: 0 });
    expect(window.location.hash).toBe('');
  });

  it('tells the row of a job what its live view has heard', async () => {
    const table = (id) => `<table><tr data-picopt-row="${id}"><td data-picopt-cell="state">Running</td>
      <td data-picopt-cell="images">0 of 1200</td><td data-picopt-cell="credits">0</td></tr></table>`;
    document.body.innerHTML = `<div data-picopt-live="7"></div>${table(7)}${table(8)}`;
    site.on('GET /jobs/7', progress({ state: 'paused', state_label: 'Paused', total: 1200, open: 100, credits_used: 2100, message: 'By you.' }));
    startLibrary();
    const [row, other] = document.querySelectorAll('tr');
    await waitFor(() => expect(row.textContent.replace(/\s+/g, ' ')).toBe('Paused By you. 1,100 of 1,2002,100'));
    expect(other.textContent).toContain('0 of 1200');
  });

  it('does not say twice that a job waits for review', async () => {
    document.body.innerHTML = `<div data-picopt-live="7"></div><table><tr data-picopt-row="7"><td data-picopt-cell="state"></td>
      <td data-picopt-cell="images"></td><td data-picopt-cell="credits"></td></tr></table>`;
    const why = 'Waiting for metadata review.';
    site.on('GET /jobs/7', progress({ state_label: 'Waiting for review', in_review: 3, waiting_because: why }));
    startLibrary();
    const state = document.querySelector('[data-picopt-cell="state"]');
    await waitFor(() => expect(state.textContent.trim()).toBe('Waiting for review'));
  });

  it('tells why a job is paused, also one that waits for review', async () => {
    document.body.innerHTML = `<div data-picopt-live="7"></div><table><tr data-picopt-row="7"><td data-picopt-cell="state"></td>
      <td data-picopt-cell="images"></td><td data-picopt-cell="credits"></td></tr></table>`;
    site.on('GET /jobs/7', progress({ state: 'paused', state_label: 'Paused', message: 'The budget is used up.', in_review: 3 }));
    startLibrary();
    const state = document.querySelector('[data-picopt-cell="state"]');
    await waitFor(() => expect(state.textContent.replace(/\s+/g, ' ')).toBe('Paused The budget is used up.'));
  });

  it('opens a part of the library by name, and a job that goes on', async () => {
    await click('<button data-picopt-action="optimize" data-picopt-select="no_alt" data-picopt-count="40">x</button>');
    expect(open).toHaveBeenCalledWith('optimize', { select: 'no_alt', count: 40 }, { jobId: 0 });
    await click('<button data-picopt-action="optimize" data-picopt-ids="" data-picopt-job="7">x</button>');
    expect(open).toHaveBeenLastCalledWith('optimize', { ids: [], count: 0 }, { jobId: 7 });
  });

  it('opens what is ticked in the audit, and asks for a choice first', async () => {
    const html = (checked) => `<button data-picopt-action="optimize" data-picopt-ticked="1" data-picopt-pipeline="analyze">x</button>
      <input type="checkbox" class="picopt-tick" value="12" ${checked}><span class="picopt-none"></span>`;
    await click(html(''));
    expect(open).not.toHaveBeenCalled();
    expect(document.querySelector('.picopt-none').textContent).not.toBe('');
    await click(html('checked'));
    expect(open).toHaveBeenCalledWith('optimize', { ids: [12], count: 1, pipeline: 'analyze' });
  });

  it('shows work that goes on', async () => {
    document.body.innerHTML = '<div data-picopt-live="7"></div>';
    site.on('GET /jobs/7', progress({ state: 'finished', open: 0 }));
    startLibrary();
    await userEvent.click(await screen.findByRole('button', { name: 'Show results' }));
    expect(open).toHaveBeenCalledWith('optimize', { ids: [], count: 0 }, { jobId: 7 });
  });

  it('restores a text', async () => {
    site.on('POST /pictures/11/texts/revert', { text: '' });
    window.wp = { media: { attachment: () => ({ fetch: async () => {}, get: () => 'Before' }) } };
    await click(
      '<div class="attachment-details"><span data-setting="alt"><textarea>Ours</textarea></span>' +
        '<ul><li><button data-picopt-put-back="alt" data-picopt-picture="11">x</button></li></ul></div>',
    );
    await waitFor(() => expect(document.querySelector('li').textContent).toBe('Restored.'));
    await waitFor(() => expect(document.querySelector('textarea').value).toBe('Before'));
  });
});

describe('parseIds', () => {
  it.each([
    ['11,12', [11, 12]],
    ['', []],
    [undefined, []],
    ['x,-1,0,3.5,4', [4]],
  ])('%s → %j', (text, ids) => expect(parseIds(text)).toEqual(ids));
});
