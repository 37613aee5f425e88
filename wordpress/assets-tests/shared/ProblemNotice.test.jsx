import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ProblemNotice } from '../../assets-src/shared/ProblemNotice';

const problem = { code: 'busy', message: 'The service is busy.', requestId: 'req_42', isFinal: false };

describe('ProblemNotice', () => {
  it('is an empty alert as long as all is well', () => {
    render(<ProblemNotice problem={null} />);
    expect(screen.getByRole('alert').textContent).toBe('');
  });

  it('shows the sentence, and the request id as small print that can be copied', async () => {
    const user = userEvent.setup();
    render(<ProblemNotice problem={problem} />);
    expect(screen.getByRole('alert').textContent).toContain('The service is busy.');
    expect(screen.getByText('req_42').tagName).toBe('CODE');
    await user.click(screen.getByRole('button', { name: 'Copy the request ID' }));
    expect(await screen.findByText('Copied')).toBeTruthy();
    expect(await window.navigator.clipboard.readText()).toBe('req_42');
  });

  it('leads to the settings where the key is at fault, and nobody there who may not open them', () => {
    const { rerender } = render(<ProblemNotice problem={{ ...problem, code: 'invalid_key' }} />);
    expect(screen.getByRole('link', { name: 'Settings' }).href).toBe(window.pictureOptimizer.settingsUrl);
    rerender(<ProblemNotice problem={problem} />);
    expect(screen.queryByRole('link')).toBeNull();
    window.pictureOptimizer.settingsUrl = '';
    rerender(<ProblemNotice problem={{ ...problem, code: 'invalid_key' }} />);
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('keeps what the machinery said behind a click', () => {
    const { rerender } = render(<ProblemNotice problem={{ ...problem, detail: 'cURL error 7' }} />);
    const details = screen.getByText('cURL error 7').closest('details');
    expect(details.open).toBe(false);
    expect(details.querySelector('summary').textContent).toBe('Technical details');
    rerender(<ProblemNotice problem={problem} />);
    expect(screen.queryByText('Technical details')).toBeNull();
  });

  it('offers another try only where it can help', async () => {
    const retry = vi.fn();
    const { rerender } = render(<ProblemNotice problem={problem} onRetry={retry} />);
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(retry).toHaveBeenCalledOnce();
    rerender(<ProblemNotice problem={{ ...problem, isFinal: true }} onRetry={retry} />);
    expect(screen.queryByRole('button', { name: 'Retry now' })).toBeNull();
  });
});
