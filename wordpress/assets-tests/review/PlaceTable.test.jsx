import { fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { PlaceTable } from '../../assets-src/review/PlaceTable';

const spot = { post: 5, key: 'k1', title: 'Harbor', edit: 'http://site.test/edit/5', words: 'Boats lie', link: '', alt: '', decorative: false };

function show(spots, more = {}) {
  const onChange = vi.fn();
  render(<PlaceTable spots={spots} texts={{}} planned={false} onChange={onChange} {...more} />);
  const rows = screen.getAllByRole('row').slice(1);
  return { onChange, cells: rows.map((row) => within(row).getAllByRole('cell').map((cell) => cell.textContent)) };
}

describe('PlaceTable', () => {
  it.each([
    ['a place in the content', {}, 'Part of the content', 'The image’s alt text'],
    ['a link', { link: '/boats/' }, 'Link to /boats/', 'The image’s alt text'],
    ['decoration', { decorative: true, link: '/x/' }, 'Decorative', 'None, because it’s decorative'],
    ['a text that somebody wrote there', { alt: 'Our boats' }, 'Part of the content', '“Our boats” Already there'],
  ])('says what becomes of %s', (_, changes, purpose, text) => {
    const { cells } = show([{ ...spot, ...changes }]);
    expect(cells).toEqual([['HarborBoats lie', purpose, text]]);
  });

  it('says before the work that a link gets a text of its own', () => {
    const { cells } = show([{ ...spot, link: '/boats/' }, { ...spot, key: 'k2' }], { planned: true });
    expect(cells.map((row) => row[2])).toEqual(['Its own, for the link', 'The image’s alt text']);
  });

  it('lets a person change the text of one place, and leaves the others', () => {
    const texts = { k1: 'To the boats', k2: 'Boats' };
    const { onChange } = show([spot, { ...spot, key: 'k2', title: 'Pond' }], { texts });
    fireEvent.change(screen.getByLabelText('Alt text on “Pond”'), { target: { value: '' } });
    expect(onChange).toHaveBeenCalledWith({ k1: 'To the boats', k2: '' });
    expect(screen.getByLabelText('Alt text on “Harbor”').value).toBe('To the boats');
  });

  it('leads nowhere where the reader may not edit', () => {
    show([{ ...spot, edit: '' }]);
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.getByText('Harbor')).toBeTruthy();
  });

  it('leads to the page in a tab of its own', () => {
    show([spot]);
    const link = screen.getByRole('link', { name: 'Harbor' });
    expect([link.href, link.target, link.rel]).toEqual([spot.edit, '_blank', 'noreferrer']);
  });
});
