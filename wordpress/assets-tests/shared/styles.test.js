import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FOLDER = 'assets-src';
const sheets = readdirSync(FOLDER, { recursive: true }).filter((path) => path.endsWith('.css'));
const ALONE = /^\.picopt-(waiting|failed|review|processed|analysed|exported|working)\s*[,{]/gm;

// Lines and badges are named by a state: whatever styles such a name alone styles them all.
describe('style sheets', () => {
  it.each(sheets)('%s gives no state a look of its own on every page', (path) => {
    expect(readFileSync(`${FOLDER}/${path}`, 'utf8').match(ALONE)).toBeNull();
  });
});
