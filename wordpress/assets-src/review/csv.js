// A table for the people who write: one line an image, out and in again.
import Papa from 'papaparse';
import { labels } from './decisions';

const TEXTS = [...Object.keys(labels), 'tags', 'file_name'];
const COLUMNS = ['id', 'file', 'decorative', ...TEXTS];

// What a spreadsheet would take for a formula gets an apostrophe, which is taken off again on the way in.
export function toCsv(items, decisionsOf) {
  const lines = items.map((item) => {
    const decisions = decisionsOf(item);
    const texts = TEXTS.map((name) => decisions[name].text ?? decisions[name]);
    return [item.attachment_id, item.file, decisions.decorative ? 'yes' : '', ...texts];
  });
  // The mark at the beginning tells spreadsheets that this is UTF-8.
  return `\ufeff${Papa.unparse({ fields: COLUMNS, data: lines }, { escapeFormulae: true })}`;
}

// What a table would change: [{item, changes}], and the lines that belong to no image here.
export function readCsv(text, items, decisionsOf) {
  const { data } = Papa.parse(text.replace(/^\ufeff/, ''), { header: true, skipEmptyLines: 'greedy' });
  const byId = new Map(items.map((item) => [String(item.attachment_id), item]));
  const found = [];
  let unknown = 0;
  for (const line of data) {
    const item = byId.get(String(line.id ?? '').trim());
    if (item) {
      found.push({ item, changes: changesOf(line, decisionsOf(item)) });
    } else {
      unknown += 1;
    }
  }
  return { found: found.filter(({ changes }) => Object.keys(changes).length > 0), unknown };
}

// A column that is not there changes nothing.
function changesOf(line, decisions) {
  const changes = {};
  for (const name of TEXTS.filter((each) => line[each] !== undefined)) {
    const text = withoutApostrophe(line[name]).trim();
    if (text !== (decisions[name].text ?? decisions[name])) {
      changes[name] = name === 'file_name' ? text : { text, write: true };
    }
  }
  const decorative = line.decorative === undefined ? decisions.decorative : /^(yes|true|1|x)$/i.test(line.decorative.trim());
  if (decorative !== decisions.decorative) {
    changes.decorative = decorative;
  }
  return changes;
}

const withoutApostrophe = (text) => text.replace(/^'(?=[=+\-@\t\r])/, '');
