// A button that is disabled while it works loses the keyboard, and with it Escape closes no window any more.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const sources = join(import.meta.dirname, '..', '..', 'assets-src');
const files = readdirSync(sources, { recursive: true }).filter((name) => name.endsWith('.jsx'));
const opening = /<Button\b(?:[^>]|=>)*?>(?!\s*\()/gs;

describe('buttons', () => {
  it.each(files)('keep the keyboard when they can’t be pressed: %s', (file) => {
    const tags = readFileSync(join(sources, file), 'utf8').match(opening) ?? [];
    const losing = tags.filter((tag) => /(?<![-\w])disabled=/.test(tag) && !tag.includes('accessibleWhenDisabled'));
    expect(losing).toEqual([]);
  });
});
