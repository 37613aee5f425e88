import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { TextSettings } from '../../assets-src/wizard/TextSettings';

const settings = { language: '', tone: '', brand: '', keywords: ['sea'] };

function show(analysis, changes = {}) {
  const set = vi.fn();
  const setter = (name) => (value) => set(name, value);
  render(<TextSettings settings={{ ...settings, ...changes }} set={setter} analysis={analysis} />);
  return set;
}

describe('TextSettings', () => {
  it('offers the languages of the model by their names', async () => {
    const set = show({ draft: false, languages: ['en', 'de', 'ta'] });
    const list = screen.getByLabelText('Language');
    const names = within(list).getAllByRole('option').map((option) => option.textContent);
    expect(names).toEqual(['The image’s or the site’s own', 'English', 'Deutsch', 'Tamil']);
    await userEvent.selectOptions(list, 'de');
    expect(set).toHaveBeenCalledWith('language', 'de');
  });

  it('offers all languages where the model can write any, and keeps one that is not among them', async () => {
    const set = show({ draft: false, languages: [] }, { language: 'gsw' });
    const list = screen.getByLabelText('Language');
    expect(list.value).toBe('gsw');
    await userEvent.selectOptions(list, 'Español');
    expect(set).toHaveBeenCalledWith('language', 'es');
  });

  it('offers no tone to a model that only drafts, and says so', () => {
    show({ draft: true, languages: ['en'] });
    expect(screen.queryByLabelText('Tone')).toBeNull();
    expect(screen.getByText(/writes drafts/)).toBeTruthy();
  });

  it('keeps a tone in somebody’s own words on offer', () => {
    show({ draft: false, languages: [] }, { tone: 'like a sailor' });
    expect(screen.getByLabelText('Tone').value).toBe('like a sailor');
  });

  it('splits keywords at commas', async () => {
    const set = show(undefined);
    await userEvent.type(screen.getByLabelText('Keywords'), ',');
    expect(set).toHaveBeenCalledWith('keywords', ['sea', '']);
    expect(screen.queryByLabelText('Tone')).toBeNull();
  });
});
