// A filter holds what was said and nothing else: an empty field means any.
export const said = (filter) =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== '' && value !== false && value !== 0));
