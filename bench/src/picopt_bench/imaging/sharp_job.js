// One job as sharp does it: every size from the file, a thread, no cache. Arguments: source, format, options, sizes.
const path = require("path");
const sharp = require(path.join(process.env.SHARP_HOME, "node_modules", "sharp"));
sharp.concurrency(1);
sharp.cache(false);
const [source, format, options, sizes] = process.argv.slice(2);
(async () => {
  let bytes = 0;
  for (const [width, height, fit] of JSON.parse(sizes)) {
    const made = await sharp(source)
      .rotate()
      .resize(width, height, { fit, withoutEnlargement: true })
      [format](JSON.parse(options))
      .toBuffer();
    bytes += made.length;
  }
  console.log(JSON.stringify({ bytes }));
})();
