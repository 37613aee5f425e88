// One job as sharp does it best: decoded once at the largest size, all others from that. Arguments as sharp_job.js.
const path = require("path");
const sharp = require(path.join(process.env.SHARP_HOME, "node_modules", "sharp"));
sharp.concurrency(1);
sharp.cache(false);
const [source, format, options, sizes] = process.argv.slice(2);
(async () => {
  let bytes = 0;
  const [[largest], ...others] = JSON.parse(sizes);
  const { data, info } = await sharp(source)
    .rotate()
    .resize(largest, largest, { fit: "inside", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  bytes += (await pixels()[format](JSON.parse(options)).toBuffer()).length;
  for (const [width, height, fit] of others) {
    const made = await pixels().resize(width, height, { fit, withoutEnlargement: true })[format](JSON.parse(options)).toBuffer();
    bytes += made.length;
  }
  console.log(JSON.stringify({ bytes }));
})();
