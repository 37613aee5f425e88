import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { SavedViews, SaveView, useViews } from '../../assets-src/bulk/SavedViews';
import { Site } from '../support/site';

const heavy = { name: 'Heavy', filter: { folder: '', larger_than: 500_000, duplicates: false } };
const old = { name: 'Old', filter: { before: '2020-12-31' } };

// As the form shows them, with its filters between.
function Views({ views, filter, onChoose }) {
  const saved = useViews(views, filter, onChoose);
  return (
    <>
      <SavedViews saved={saved} />
      <SaveView saved={saved} />
    </>
  );
}

function show(views, filter = { alt: 'missing' }) {
  const onChoose = vi.fn();
  // As PHP keeps them.
  site.on('POST /views', ({ data }) => ({ views: data.views }));
  render(<Views views={views} filter={filter} onChoose={onChoose} />);
  return onChoose;
}

const kept = () => site.asked('POST /views').at(-1).data.views;
const list = () => screen.getByLabelText('Saved views');

describe('SavedViews', () => {
  it('chooses a view by what it says, without its empty fields, and none again', async () => {
    const onChoose = show([heavy, old]);
    await userEvent.selectOptions(list(), 'Heavy');
    expect(onChoose).toHaveBeenLastCalledWith({ larger_than: 500_000 });
    await userEvent.selectOptions(list(), 'None');
    expect(onChoose).toHaveBeenLastCalledWith({});
    expect(site.requests).toEqual([]);
  });

  it('keeps the present filter under a name, and shows it as chosen', async () => {
    show([]);
    expect(screen.queryByLabelText('Saved views')).toBeNull();
    expect(screen.getByRole('button', { name: 'Save view' }).getAttribute('aria-disabled')).toBe('true');
    await userEvent.type(screen.getByLabelText('Name of a new view'), 'No alt text');
    await userEvent.click(screen.getByRole('button', { name: 'Save view' }));
    await waitFor(() => expect(list().value).toBe('No alt text'));
    expect(kept()).toEqual([{ name: 'No alt text', filter: { alt: 'missing' } }]);
    expect(screen.getByLabelText('Name of a new view').value).toBe('');
  });

  it('replaces a view of the same name', async () => {
    show([heavy, old]);
    await userEvent.type(screen.getByLabelText('Name of a new view'), 'Old');
    await userEvent.click(screen.getByRole('button', { name: 'Save view' }));
    await waitFor(() => expect(kept()).toEqual([heavy, { name: 'Old', filter: { alt: 'missing' } }]));
  });

  it('forgets the chosen one', async () => {
    show([heavy, old]);
    await userEvent.selectOptions(list(), 'Old');
    await userEvent.click(screen.getByRole('button', { name: 'Delete “Old”' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Delete/ })).toBeNull());
    expect(kept()).toEqual([heavy]);
    expect(list().value).toBe('');
  });

  it('keeps the name when saving fails, and says why', async () => {
    show([heavy]);
    site.on('POST /views', Site.refusal('x', 'The database is away.', 500));
    await userEvent.type(screen.getByLabelText('Name of a new view'), 'New');
    await userEvent.click(screen.getByRole('button', { name: 'Save view' }));
    expect(await screen.findByText('The database is away.')).toBeTruthy();
    expect(screen.getByLabelText('Name of a new view').value).toBe('New');
    expect(list().value).toBe('');
  });
});
