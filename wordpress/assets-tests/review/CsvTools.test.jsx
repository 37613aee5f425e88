import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { CsvTools } from '../../assets-src/review/CsvTools';
import { flat } from '../../assets-src/review/decisions';
import { reviewed } from '../support/facts';

const file = (text) => Object.assign(new File([text], 'texts.csv', { type: 'text/csv' }), { text: async () => text });

async function read(text) {
  const change = vi.fn();
  const { container } = render(<CsvTools items={[reviewed()]} decisions={{ of: flat, change }} />);
  await userEvent.upload(container.querySelector('input[type=file]'), file(text));
  return change;
}

describe('CsvTools', () => {
  it('shows the differences before it changes anything', async () => {
    const change = await read('id,alt\n11,A red rocket\n99,x\n');
    expect(await screen.findByText('rocket.jpg')).toBeTruthy();
    expect(screen.getByText('1 row matches no image here and is ignored.')).toBeTruthy();
    expect([...document.querySelectorAll('ins')].map(({ textContent }) => textContent.trim())).toEqual(['red']);
    expect(change).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Change 1 image' }));
    expect(change.mock.calls[0][1]).toEqual({ alt: { text: 'A red rocket', write: true } });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('takes the same file again, which may have been changed once more', async () => {
    const { container } = render(<CsvTools items={[reviewed()]} decisions={{ of: flat, change: () => {} }} />);
    const table = file('id,alt\n11,A red rocket\n');
    const input = container.querySelector('input[type=file]');
    await userEvent.upload(input, table);
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await userEvent.upload(input, table);
    expect(await screen.findByRole('dialog')).toBeTruthy();
  });

  it('changes nothing when that is not wanted', async () => {
    const change = await read('id,decorative\n11,yes\n');
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(change).not.toHaveBeenCalled();
  });

  it('says when a table changes nothing', async () => {
    await read('id,alt\n11,A rocket\n');
    expect(await screen.findByText('This table changes nothing.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Change 0 images' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('gives all that is typed as a file', async () => {
    let saved;
    URL.createObjectURL = (blob) => (saved = blob) && 'blob:x';
    URL.revokeObjectURL = () => {};
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    render(<CsvTools items={[reviewed()]} decisions={{ of: flat, change: () => {} }} />);
    await userEvent.click(screen.getByRole('button', { name: 'Download CSV' }));
    expect(click).toHaveBeenCalledOnce();
    expect(saved.type).toBe('text/csv;charset=utf-8');
    expect(saved.size).toBeGreaterThan(50);
  });
});
