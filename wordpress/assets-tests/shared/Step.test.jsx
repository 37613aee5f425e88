import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from '@wordpress/element';
import { describe, expect, it } from 'vitest';
import { Step } from '../../assets-src/shared/Step';

function Asked() {
  const [sure, setSure] = useState(false);
  return sure ? <button>Really</button> : <button onClick={() => setSure(true)}>Stop</button>;
}

const step = (children) => render(<Step label="Progress">{children}</Step>);
const box = () => screen.getByRole('group', { name: 'Progress' });

describe('Step', () => {
  it('takes the focus when it comes up', () => {
    step(<p>Here</p>);
    expect(document.activeElement).toBe(box());
  });

  it('takes it again when what had it is gone', async () => {
    step(<Asked key="one" />);
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    await screen.findByRole('button', { name: 'Really' });
    await waitFor(() => expect([box(), screen.getByRole('button')]).toContain(document.activeElement));
  });

  it('leaves it where somebody has put it', async () => {
    document.body.insertAdjacentHTML('beforeend', '<input id="outside">');
    const { rerender } = step(<button>One</button>);
    document.getElementById('outside').focus();
    rerender(<Step label="Progress">Another</Step>);
    await Promise.resolve();
    expect(document.activeElement.id).toBe('outside');
  });
});
