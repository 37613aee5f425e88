import { beforeEach, describe, expect, it } from 'vitest';
import { rememberFocus, restoreFocus } from '../../assets-src/library/focus';

const row = (...links) => `<table><tr id="post-7"><td>${links.map((link) => `<a href="#">${link}</a>`).join('')}</td></tr></table>`;
const link = (action) => document.querySelector(`[data-picopt-action="${action}"]`);

beforeEach(() => window.sessionStorage.clear());

describe('focus', () => {
  it('goes back to what opened the window', () => {
    document.body.innerHTML = row('Name') + '<button id="doaction">Apply</button>';
    rememberFocus(document.getElementById('doaction'));
    restoreFocus();
    expect(document.activeElement.id).toBe('doaction');
  });

  it('goes back to the same way in the same row', () => {
    document.body.innerHTML = row('Name').replace('</td>', '<a href="#" data-picopt-action="optimize">Optimize</a></td>');
    rememberFocus(link('optimize'));
    restoreFocus();
    expect(document.activeElement).toBe(link('optimize'));
  });

  it('stays in the row when that way is gone', () => {
    document.body.innerHTML = row('Name').replace('</td>', '<a href="#" data-picopt-action="revert">Revert</a></td>');
    rememberFocus(link('revert'));
    document.body.innerHTML = row('Name', 'Edit');
    restoreFocus();
    expect(document.activeElement.textContent).toBe('Name');
  });

  it('stays with whoever is somewhere already', () => {
    document.body.innerHTML = row('Name') + '<input id="search">';
    rememberFocus(document.querySelector('a'));
    document.getElementById('search').focus();
    restoreFocus();
    expect(document.activeElement.id).toBe('search');
  });

  it('is put somewhere once only, and nowhere when nothing opened the window', () => {
    document.body.innerHTML = row('Name');
    rememberFocus(document.body);
    restoreFocus();
    expect(document.activeElement).toBe(document.body);
    rememberFocus(document.querySelector('a'));
    restoreFocus();
    document.activeElement.blur();
    restoreFocus();
    expect(document.activeElement).toBe(document.body);
  });
});
