import { waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';

const begun = { state: 'pending', user_code: 'WDJB-MJHT', url: 'http://dash.test/connect?code=WDJB-MJHT', interval: 60, message: '' };

// As the settings page has it before its script has run.
function page() {
  document.body.innerHTML = `<div data-picopt-waiting='${JSON.stringify(begun)}'><div class="picopt-confirming">
    <a href="${begun.url}">Confirm in the dashboard</a> <a href="/settings">Check now</a></div></div>`;
}

it('takes the place of what the page said, and keeps the keyboard where it was', async () => {
  site.on('GET /connection', begun);
  page();
  const [link] = document.querySelectorAll('a');
  link.focus();
  await import('../../assets-src/connect/index');
  await waitFor(() => expect(document.contains(link)).toBe(false));
  expect(document.activeElement.textContent).toBe('Confirm in the dashboard');
  expect(document.querySelectorAll('.picopt-confirming')).toHaveLength(1);
});
