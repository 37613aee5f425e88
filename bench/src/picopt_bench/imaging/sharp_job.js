// sharp in a process that stays alive: an order a line comes in, an answer a line goes out. The first line says that it
// is ready. `once` is sharp at its best: decoded once at the largest size, all others from that; else every size from the
// file. One thread, no cache.
const path = require("path");
const readline = require("readline");
const sharp = require(path.join(process.env.SHARP_HOME, "node_modules", "sharp"));
sharp.concurrency(1);
sharp.cache(false);

async function everySizeFromTheFile({ source, format, settings, sizes }) {
  let bytes = 0;
  for (const [width, height, fit] of sizes) {
    const made = await sharp(source)
      .rotate()
      .resize(width, height, { fit, withoutEnlargement: true })
      [format](settings)
      .toBuffer();
    bytes += made.length;
  }
  return bytes;
}

async function decodedOnce({ source, format, settings, sizes }) {
  const [[largest], ...others] = sizes;
  const { data, info } = await sharp(source)
    .rotate()
    .resize(largest, largest, { fit: "inside", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  let bytes = (await pixels()[format](settings).toBuffer()).length;
  for (const [width, height, fit] of others) {
    const made = await pixels().resize(width, height, { fit, withoutEnlargement: true })[format](settings).toBuffer();
    bytes += made.length;
  }
  return bytes;
}

(async () => {
  console.log("{}");
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const order = JSON.parse(line);
    console.log(JSON.stringify({ bytes: await (order.once ? decodedOnce : everySizeFromTheFile)(order) }));
  }
})();
