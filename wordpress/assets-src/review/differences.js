// What differs between two texts, word by word: the longest common subsequence, by dynamic programming.
const MOST_WORDS = 300;

export function differences(before, after) {
  const a = words(`${before} `);
  const b = words(`${after} `);
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const found = [];
  const add = (kind, text) => {
    found.at(-1)?.kind === kind ? (found.at(-1).text += text) : found.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add('same', a[i]);
      i += 1;
      j += 1;
    } else if (j === b.length || (i < a.length && length[i + 1][j] >= length[i][j + 1])) {
      add('gone', a[i]);
      i += 1;
    } else {
      add('new', b[j]);
      j += 1;
    }
  }
  return found;
}

// Each word with the space behind it; what lies beyond the limit counts as one word.
function words(text) {
  const all = text.match(/\S+\s*/g) ?? [];
  return all.length <= MOST_WORDS ? all : [...all.slice(0, MOST_WORDS), all.slice(MOST_WORDS).join('')];
}
