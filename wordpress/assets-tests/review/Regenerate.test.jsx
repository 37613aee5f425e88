import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Modal } from '@wordpress/components';
import { describe, expect, it, vi } from 'vitest';
import { Regenerate } from '../../assets-src/review/Regenerate';
import { reviewed } from '../support/facts';

function show(props = {}) {
  const told = { onOpen: vi.fn(), onAsk: vi.fn() };
  render(<Regenerate item={reviewed()} busy={false} open {...told} {...props} />);
  return told;
}

describe('Regenerate', () => {
  it('is a button that names the image, until somebody wants it', async () => {
    const { onOpen } = show({ open: false });
    await userEvent.click(screen.getByRole('button', { name: 'Regenerate metadata for rocket.jpg' }));
    expect(onOpen).toHaveBeenCalledWith(true);
  });

  it('takes a wish in the field that has the focus; the first time is free', async () => {
    const { onAsk } = show();
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'What should be different? (optional)' }));
    await userEvent.keyboard('Name the launch pad');
    expect(screen.getByText(/is free once/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Regenerate' }));
    expect(onAsk).toHaveBeenCalledWith('Name the launch pad');
  });

  it('says what it costs after that, before anything is spent', async () => {
    const { onAsk, onOpen } = show({ item: reviewed({ regenerated: 2 }) });
    expect(screen.getByText('This costs up to 1 credit.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Regenerate for 1 credit' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(onOpen).toHaveBeenCalledWith(false);
    expect(onAsk).not.toHaveBeenCalled();
  });

  it('is given up by Escape, and the window around it stays open', async () => {
    const window = vi.fn();
    const told = { onOpen: vi.fn(), onAsk: vi.fn() };
    render(
      <Modal title="Review" onRequestClose={window}>
        <Regenerate item={reviewed()} busy={false} open {...told} />
      </Modal>
    );
    screen.getByRole('textbox').focus();
    await userEvent.keyboard('A launch{Escape}');
    expect(told.onOpen).toHaveBeenCalledWith(false);
    expect(window).not.toHaveBeenCalled();
  });

  it('cannot be asked twice at once', async () => {
    const { onAsk } = show({ busy: true });
    await userEvent.click(screen.getByRole('button', { name: 'Regenerate' }));
    expect(onAsk).not.toHaveBeenCalled();
  });
});
