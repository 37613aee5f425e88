// Loads pages by Lighthouse in Chromium (CHROME_PATH): `node measure.mjs URL…`. Prints a list, one entry a page: bytes of all images
// that crossed the wire, the largest contentful paint in milliseconds, and the bytes of its image (0 where it is text).
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
const AUDITS = ['network-requests', 'largest-contentful-paint'];

const chrome = await launch({ chromeFlags: FLAGS, logLevel: 'silent' });
try {
  const pages = [];
  for (const url of process.argv.slice(2)) {
    pages.push(await weigh(url));
  }
  process.stdout.write(JSON.stringify(pages));
} finally {
  chrome.kill();
}

async function weigh(url) {
  const flags = { port: chrome.port, onlyAudits: AUDITS, logLevel: 'silent' };
  const { lhr, artifacts } = await lighthouse(url, flags);
  if (lhr.runtimeError) {
    throw new Error(`${url}: ${lhr.runtimeError.message}`);
  }
  const images = lhr.audits['network-requests'].details.items.filter(({ resourceType }) => resourceType === 'Image');
  const painted = largestPainted(artifacts.Trace.traceEvents);
  return {
    url,
    image_bytes: images.reduce((sum, { transferSize }) => sum + transferSize, 0),
    lcp_ms: Math.round(lhr.audits['largest-contentful-paint'].numericValue),
    lcp_bytes: images.find((image) => image.url === painted)?.transferSize ?? 0,
  };
}

// Address of the image that is the largest contentful paint, by the browser's own record; undefined where that is text.
// Lighthouse 12.2 has an audit that names it, which newer browsers make fail (its gatherer of root causes).
function largestPainted(events) {
  const of = (name) => events.filter((event) => event.name === name && event.args.data?.isMainFrame);
  const largest = of('largestContentfulPaint::Candidate').at(-1);
  const paint = of('LargestImagePaint::Candidate').findLast(
    ({ args }) => args.frame === largest?.args.frame && args.data.DOMNodeId === largest.args.data.nodeId
  );
  return paint?.args.data.imageUrl;
}
