// One size of one image at several qualities, decoded once. Arguments: source, format, options, side, qualities, folder.
const path = require("path");
const sharp = require(path.join(process.env.SHARP_HOME, "node_modules", "sharp"));
sharp.concurrency(1);
const [source, format, options, side, qualities, folder] = process.argv.slice(2);
(async () => {
  const resized = sharp(source).rotate().flatten({ background: "white" }).toColourspace("srgb");
  const { data, info } = await resized
    .resize(Number(side), Number(side), { fit: "inside", withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (const quality of JSON.parse(qualities)) {
    const raw = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
    await raw[format]({ ...JSON.parse(options), quality }).toFile(path.join(folder, `${quality}.${format}`));
  }
  console.log(JSON.stringify({ width: info.width, height: info.height }));
})();
