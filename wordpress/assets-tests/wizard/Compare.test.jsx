import { fireEvent, render, screen } from '@testing-library/react';
import { resetLocaleData, setLocaleData } from '@wordpress/i18n';
import { afterEach, describe, expect, it } from 'vitest';
import { Compare } from '../../assets-src/wizard/Compare';

function show() {
  const { container } = render(<Compare before="data:,b" after="data:,a" name="a.jpg" actualSize={false} />);
  const stack = container.querySelector('.picopt-compare-stack');
  stack.getBoundingClientRect = () => ({ left: 100, right: 300, width: 200 });
  return { stack, before: container.querySelectorAll('img')[1], slider: screen.getByRole('slider') };
}

const pointer = (kind, stack, clientX, buttons = 1) =>
  fireEvent(stack, new MouseEvent(kind, { bubbles: true, cancelable: true, clientX, buttons }));

describe('Compare', () => {
  afterEach(() => resetLocaleData());

  it('has labels, and a slider for the keyboard', () => {
    const { before, slider } = show();
    expect(screen.getByText('Before')).toBeTruthy();
    expect(screen.getByText('After')).toBeTruthy();
    fireEvent.change(slider, { target: { value: '20' } });
    expect(before.style.clipPath).toBe('inset(0 80% 0 0)');
    expect(slider.getAttribute('aria-label')).toContain('a.jpg');
  });

  it('follows the pointer on the image while it is pressed', () => {
    const { stack, slider } = show();
    pointer('pointerdown', stack, 150);
    expect(slider.value).toBe('25');
    pointer('pointermove', stack, 999);
    expect(slider.value).toBe('100');
    pointer('pointermove', stack, -5);
    expect(slider.value).toBe('0');
    pointer('pointermove', stack, 250, 0);
    expect(slider.value).toBe('0');
  });

  it('begins at the right where reading begins there', () => {
    setLocaleData({ 'text direction\u0004ltr': ['rtl'] });
    const { stack, before, slider } = show();
    pointer('pointerdown', stack, 250);
    expect(slider.value).toBe('25');
    expect(before.style.clipPath).toBe('inset(0 0 0 75%)');
  });
});
