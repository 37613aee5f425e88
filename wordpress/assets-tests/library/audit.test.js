import { waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { sayNoneIsTicked, startAudit, ticked } from '../../assets-src/library/audit';
import { Site } from '../support/site';

function page(unknown = 0) {
  document.body.innerHTML = `<div data-picopt-audit="${unknown}"></div><span class="picopt-none"></span>
    <input type="checkbox" id="picopt-tick-all">
    ${[11, 12].map((id) => `<input type="checkbox" class="picopt-tick" value="${id}">`).join('')}`;
  return document.querySelector('[data-picopt-audit]');
}

describe('the audit’s page', () => {
  it('ticks all, and none again', async () => {
    page();
    site.on('POST /audit/advance', { complete: true });
    startAudit();
    await userEvent.click(document.getElementById('picopt-tick-all'));
    expect(ticked()).toEqual([11, 12]);
    await userEvent.click(document.getElementById('picopt-tick-all'));
    expect(ticked()).toEqual([]);
  });

  it('looks at the rest of the library, says how far it is, and does not take a choice away', async () => {
    const place = page(3);
    document.querySelector('.picopt-tick').checked = true;
    const answers = [{ complete: false, looked_at: 1200, total: 5000 }, { complete: true }];
    const said = [];
    site.on('POST /audit/advance', () => {
      said.push(place.textContent);
      return answers.shift();
    });
    startAudit();
    await waitFor(() => expect(place.textContent).toContain('All images have been checked.'));
    expect(said[1]).toBe('1,200 of 5,000 images checked so far…');
    expect(place.querySelector('a').textContent).toBe('Show the new results');
    expect(place.getAttribute('role')).toBe('status');
  });

  it('says what went wrong', async () => {
    const place = page();
    site.on('POST /audit/advance', Site.refusal('x', 'The database is away.', 500));
    startAudit();
    await waitFor(() => expect(place.textContent).toBe('The database is away.'));
    expect(place.getAttribute('role')).toBe('alert');
  });

  it('is nothing on other pages', () => {
    document.body.innerHTML = '';
    startAudit();
    expect(site.requests).toEqual([]);
  });

  it('saves an alt text in its row', async () => {
    page();
    document.body.insertAdjacentHTML(
      'beforeend',
      '<table><tr><td><input value=" Red barn "><button data-picopt-save-alt="11">Save</button><span role="status"></span><small>No alt text.</small></td></tr></table>'
    );
    site.on('POST /audit/advance', { complete: true }).on('POST /wp/v2/media/11', {});
    startAudit();
    const said = () => document.querySelector('td [role="status"]').textContent;
    await userEvent.click(document.querySelector('[data-picopt-save-alt]'));
    await waitFor(() => expect(said()).toBe('Saved.'));
    expect(site.asked('POST /wp/v2/media/11').at(-1).data).toEqual({ alt_text: 'Red barn' });
    await waitFor(() => expect(document.querySelector('td small')).toBeNull());
    site.on('POST /wp/v2/media/11', Site.refusal('forbidden', 'You are signed out.', 401));
    await userEvent.click(document.querySelector('[data-picopt-save-alt]'));
    await waitFor(() => expect(said()).toBe('Not saved. You are signed out.'));
  });

  it('saves once however often its button is pressed, and leaves the keyboard there', async () => {
    page();
    document.body.insertAdjacentHTML(
      'beforeend',
      '<table><tr><td><input value="Barn"><button data-picopt-save-alt="11">Save</button><span role="status"></span></td></tr></table>'
    );
    let answer;
    site.on('POST /audit/advance', { complete: true }).on('POST /wp/v2/media/11', () => new Promise((done) => (answer = done)));
    startAudit();
    const button = document.querySelector('[data-picopt-save-alt]');
    await userEvent.dblClick(button);
    expect(site.asked('POST /wp/v2/media/11')).toHaveLength(1);
    expect([button.disabled, button.getAttribute('aria-disabled')]).toEqual([false, 'true']);
    answer({});
    await waitFor(() => expect(button.getAttribute('aria-disabled')).toBeNull());
    expect(document.activeElement).toBe(button);
  });

  it('asks for a choice', () => {
    page();
    sayNoneIsTicked();
    expect(document.querySelector('.picopt-none').textContent).toBe('Select at least one image.');
  });
});
