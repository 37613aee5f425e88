import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Cards } from '../../assets-src/wizard/Cards';
import { LeftOut } from '../../assets-src/wizard/LeftOut';
import { plan } from '../support/facts';

const prices = { analyze_export: 2, analyze: 1, export: 1 };
const card = (name) => screen.getByRole('radio', { name }).closest('label');

function show(plans, more = {}) {
  const onChoose = vi.fn();
  render(<Cards chosen="analyze" onChoose={onChoose} plans={plans} prices={prices} count={6} {...more} />);
  return onChoose;
}

describe('Cards', () => {
  it('says a price for each image until the total is known', () => {
    show({ analyze_export: plan(), export: plan({ complete: false }) });
    expect(card(/Analyze & Export/).textContent).toContain('12 credits in total');
    expect(card(/Analyze Only/).textContent).toContain('Up to 1 credit per image');
    expect(card(/Compress/).textContent).toContain('Up to 1 credit per image');
    expect(screen.getByRole('group', { name: '6 images selected' })).toBeTruthy();
  });

  it('says what is skipped, and when nothing is left to do', () => {
    show({ analyze_export: plan({ left_out: 2 }), analyze: plan({ process: 0, credits: 0 }), export: plan({ credits: 1 }) });
    expect(card(/Analyze & Export/).textContent).toContain('12 credits in total (2 skipped)');
    expect(card(/Analyze Only/).textContent).toContain('Nothing to do: all skipped');
    expect(card(/Compress/).textContent).toContain('1 credit in total');
  });

  it('is a group of radio buttons', async () => {
    const onChoose = show({});
    expect(screen.getByRole('radio', { name: /Analyze Only/ }).checked).toBe(true);
    await userEvent.click(card(/Compress/));
    expect(onChoose).toHaveBeenCalledWith('export');
  });

  it('names no price that nobody knows', () => {
    show({}, { prices: undefined, count: 1 });
    expect(document.body.textContent).not.toContain('credit');
    expect(screen.getByRole('group', { name: '1 image selected' })).toBeTruthy();
  });
});

describe('LeftOut', () => {
  const item = (file, reason) => ({ file, reason });

  it('groups by reason', () => {
    render(<LeftOut count={3} items={[item('a.jpg', 'Done already.'), item('b.jpg', ''), item('c.jpg', 'Done already.')]} />);
    expect(screen.getAllByRole('listitem').map((line) => line.textContent)).toEqual([
      'Done already. a.jpg, c.jpg',
      'No reason given b.jpg',
    ]);
    expect(screen.getByText('3 images are skipped')).toBeTruthy();
    expect(screen.queryByText('… and more.')).toBeNull();
  });

  it('is closed where there are many, and says that there are more', () => {
    render(<LeftOut count={40} items={[item('a.jpg', 'Done already.')]} />);
    expect(document.querySelector('details').open).toBe(false);
    expect(screen.getByText('… and more.')).toBeTruthy();
  });

  it('is not there when nothing is skipped', () => {
    const { container } = render(<LeftOut count={0} items={[]} />);
    expect(container.textContent).toBe('');
  });
});
