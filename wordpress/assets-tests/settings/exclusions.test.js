import { fireEvent, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { startExclusions } from '../../assets-src/settings/exclusions';
import { Site } from '../support/site';

const said = () => document.querySelector('[data-picopt-excluded]').textContent;

// As Settings/FieldTable.php prints it.
beforeEach(() => {
  document.body.innerHTML = `<p role="status" data-picopt-excluded></p><form>
    <input type="hidden" name="_wpnonce" value="secret"><textarea id="po-exclude_folders" name="exclude_folders">2024/05</textarea>
    <textarea name="exclude_names"></textarea><input type="number" name="exclude_below_bytes[kb]" value="12.5">
    <input type="date" name="exclude_before" value=""><input type="checkbox" name="include_protected" value="1" checked></form>`;
});

describe('the tab of exclusions', () => {
  it('says how many images the saved rules mean, and sends nothing but rules', async () => {
    site.on('POST /exclusions', { excluded: 37, total: 5000 });
    startExclusions();
    await waitFor(() => expect(said()).toBe('37 of 5,000 images are excluded.'));
    const rules = { exclude_folders: '2024/05', exclude_names: '', exclude_below_bytes: { kb: '12.5' }, exclude_before: '' };
    expect(site.asked('POST /exclusions')[0].data).toEqual({ rules });
  });

  it('counts anew while somebody writes, once for many keys', async () => {
    site.on('POST /exclusions', ({ data }) => ({ excluded: data.rules.exclude_names.length, total: 1 }));
    startExclusions();
    await waitFor(() => expect(said()).toBe('0 of 1 image is excluded.'));
    const names = document.querySelector('[name="exclude_names"]');
    for (const value of ['l', 'lo', 'logo*']) {
      fireEvent.input(names, { target: { value } });
    }
    await waitFor(() => expect(said()).toBe('5 of 1 image is excluded.'));
    expect(site.asked('POST /exclusions')).toHaveLength(2);
  });

  it('lets no slow answer to an earlier question win', async () => {
    let answerFirst;
    const first = new Promise((resolve) => {
      answerFirst = () => resolve({ excluded: 1, total: 10 });
    });
    const answers = [first, { excluded: 2, total: 10 }];
    site.on('POST /exclusions', () => answers.shift());
    startExclusions();
    fireEvent.input(document.querySelector('[name="exclude_names"]'), { target: { value: 'a' } });
    await waitFor(() => expect(said()).toBe('2 of 10 images are excluded.'));
    answerFirst();
    await first;
    await Promise.resolve();
    expect(said()).toBe('2 of 10 images are excluded.');
  });

  it('says why it can’t count', async () => {
    site.on('POST /exclusions', Site.refusal('forbidden', 'You are signed out.', 401));
    startExclusions();
    await waitFor(() => expect(said()).toBe('The excluded images could not be counted: You are signed out.'));
  });

  it('is nothing on other tabs', () => {
    document.body.innerHTML = '<form></form>';
    startExclusions();
    expect(site.requests).toEqual([]);
  });
});
