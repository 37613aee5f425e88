// What stands around an image in a post that is being written: the words a person would look at to describe it.
const WORDS = 60;

// `blocks` as the editor has them; empty where the image is not among them. Field names as in Settings/Spots.php.
export function spotOf(clientId, blocks, title) {
  const line = inLine(blocks);
  const at = line.findIndex((block) => block.clientId === clientId);
  if (at < 0) {
    return { page_title: title };
  }
  const { attributes } = line[at];
  const before = line.slice(0, at);
  return {
    page_title: title,
    heading: textOf(before.findLast((block) => block.name === 'core/heading')),
    text_before: words(before).slice(-WORDS).join(' '),
    text_after: words(line.slice(at + 1)).slice(0, WORDS).join(' '),
    figcaption: plain(attributes.caption),
    link_target: attributes.href ?? '',
  };
}

const inLine = (blocks) => blocks.flatMap((block) => [block, ...inLine(block.innerBlocks ?? [])]);

const words = (blocks) =>
  blocks
    .map(textOf)
    .join(' ')
    .split(/\s+/)
    .filter(Boolean);

// Paragraphs, headings, list items keep their words in `content`; quotes and tables of old in `value`.
const textOf = (block) => plain(block?.attributes.content ?? block?.attributes.value);

// Rich text is an object in newer editors, and HTML either way; what ends a line parts two words.
function plain(html) {
  const spaced = String(html ?? '').replace(/<(?:br|\/p|\/li|\/td|\/h\d)\b[^>]*>/gi, ' ');
  const page = new window.DOMParser().parseFromString(spaced, 'text/html');
  return page.body.textContent.replace(/\s+/g, ' ').trim();
}
