import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { MoreSettings } from '../../assets-src/wizard/MoreSettings';
import { Presets } from '../../assets-src/wizard/Presets';
import { plan } from '../support/facts';

const estimates = { bits_per_pixel: { webp: { auto: 1, maximum: 3, medium: 0.8, minimum: 0.5 } } };

describe('Presets', () => {
  const show = (props = {}) => {
    const onChoose = vi.fn();
    render(<Presets settings={{ format: 'webp', preset: 'auto' }} plan={plan()} estimates={estimates} onChoose={onChoose} {...props} />);
    return onChoose;
  };
  const said = (name) => within(screen.getByRole('radio', { name: new RegExp(`^${name}`) }).closest('label')).queryByText(/smaller/i)?.textContent;

  it('says what each would make of these images; one that makes nothing smaller says so', () => {
    show();
    expect(said('Automatic')).toBe('About 390.6 KB, 60% smaller');
    expect(said('Minimum')).toBe('About 195.3 KB, 80% smaller');
    expect(said('Maximum')).toBe('Not smaller');
  });

  it('is one group of radio buttons, so that arrow keys move in it', async () => {
    const onChoose = show();
    const radios = within(screen.getByRole('group', { name: 'Quality and estimated size' })).getAllByRole('radio');
    expect(new Set(radios.map((radio) => radio.name)).size).toBe(1);
    expect(radios.filter((radio) => radio.checked).map((radio) => radio.value)).toEqual(['auto']);
    await userEvent.click(screen.getByRole('radio', { name: /^Minimum/ }));
    expect(onChoose).toHaveBeenCalledWith('minimum');
  });

  it.each([
    ['there is no plan yet', { plan: null }],
    ['the service has not said', { estimates: undefined }],
  ])('promises nothing while %s', (_, props) => {
    show(props);
    expect(screen.getAllByRole('radio')).toHaveLength(4);
    expect(screen.queryByText(/smaller/i)).toBeNull();
    expect(screen.getByRole('group', { name: 'Quality' })).toBeTruthy();
  });
});

describe('MoreSettings', () => {
  const settings = { breakpoints: [480], drop_gps: true, replace_old_alts: false };
  const show = (props) => {
    const changed = vi.fn();
    render(<MoreSettings settings={settings} set={(name) => (value) => changed(name, value)} {...props} />);
    return changed;
  };
  const boxes = () => screen.queryAllByRole('checkbox', { hidden: true }).length;

  it('shows what the pipeline can use', () => {
    show({ exports: true, analyses: false });
    expect([boxes(), screen.queryAllByLabelText('Additional srcset widths')]).toEqual([1, [expect.anything()]]);
  });

  it('asks a job that writes no files for no widths', () => {
    show({ exports: false, analyses: true });
    expect([boxes(), screen.queryAllByLabelText('Additional srcset widths')]).toEqual([1, []]);
  });

  it('takes widths as they are typed, and switches', async () => {
    const changed = show({ exports: true, analyses: true });
    await userEvent.type(screen.getByLabelText('Additional srcset widths'), ',');
    expect(changed).toHaveBeenLastCalledWith('breakpoints', ['480', '']);
    await userEvent.click(screen.getByLabelText('Remove GPS location'));
    expect(changed).toHaveBeenLastCalledWith('drop_gps', false);
    await userEvent.click(screen.getByLabelText(/still matches the image’s old alt text/));
    expect(changed).toHaveBeenLastCalledWith('replace_old_alts', true);
  });
});
