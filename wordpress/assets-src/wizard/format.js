// Numbers as people read them.
export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB'];
  let unit = 0;
  while (count >= 1000 && unit < units.length - 1) {
    count /= 1000;
    unit += 1;
  }
  return `${count.toLocaleString(undefined, { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units[unit]}`;
}

export function saved(before, after) {
  return before > 0 ? `${Math.round(100 * (1 - after / before))} %` : '–';
}
