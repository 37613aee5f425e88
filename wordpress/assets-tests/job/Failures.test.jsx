import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Failures } from '../../assets-src/job/Failures';
import { item } from '../support/facts';

const failed = (id, reason) => item({ id, attachment_id: id, state: 'failed', reason });

describe('Failures', () => {
  it('groups by cause, and tries those images again', async () => {
    const onRetry = vi.fn();
    render(<Failures items={[failed(1, 'Disk full.'), item(), failed(2, 'Refused.'), failed(3, 'Disk full.')]} onRetry={onRetry} />);
    expect(screen.getAllByRole('listitem').map((line) => line.textContent)).toEqual(['Disk full. Retry 2 images', 'Refused. Retry 1 image']);
    await userEvent.click(screen.getByRole('button', { name: 'Retry 2 images' }));
    expect(onRetry).toHaveBeenCalledWith([1, 3]);
  });

  it('is not there when nothing failed', () => {
    const { container } = render(<Failures items={[item()]} onRetry={() => {}} />);
    expect(container.textContent).toBe('');
  });
});
