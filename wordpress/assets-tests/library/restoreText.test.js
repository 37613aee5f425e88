import { waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { restoreText } from '../../assets-src/library/restoreText';
import { Site } from '../support/site';

function line() {
  document.body.innerHTML =
    '<ul><li>Title: “Before” <button data-picopt-put-back="title" data-picopt-picture="11">Put back</button></li></ul>';
  return document.querySelector('button');
}
const text = () => document.querySelector('li').textContent;

describe('restoreText', () => {
  it('restores the field, says so, and the fields of the window follow', async () => {
    const fetch = vi.fn();
    window.wp = { media: { attachment: (id) => ({ fetch: () => fetch(id) }) } };
    site.on('POST /pictures/11/texts/revert', { text: 'Before' });
    const button = line();
    button.focus();
    await restoreText(button);
    expect(site.asked('POST /pictures/11/texts/revert')[0].data).toEqual({ field: 'title' });
    expect(text()).toBe('Restored.');
    expect(document.querySelector('li').getAttribute('role')).toBe('status');
    expect(fetch).toHaveBeenCalledWith(11);
    expect(document.activeElement).toBe(document.querySelector('li'));
  });

  it('says why it could not, and can be tried again', async () => {
    site.on('POST /pictures/11/texts/revert', Site.refusal('refused', 'Somebody has edited this text since.', 409));
    const button = line();
    await restoreText(button);
    await waitFor(() => expect(text()).toContain('Somebody has edited this text since.'));
    expect(button.getAttribute('aria-disabled')).toBeNull();
    await restoreText(button);
    expect(text().match(/Somebody/g)).toHaveLength(1);
  });
});
