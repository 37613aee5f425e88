// How large results would be with another preset than the one that was planned.

// `bits` are the service's typical bits per pixel by format and preset (its capabilities); a result that is not smaller than
// the original is not used, so no estimate is above that. Gives bytes by preset; empty when nothing is known.
export function bytesByPreset({ bits, format, preset, before, estimated }) {
  const typical = bits?.[TYPICAL[format] ?? format];
  if (!typical?.[preset] || estimated <= 0) {
    return {};
  }
  const scaled = (value) => Math.min(before, Math.round((estimated * value) / typical[preset]));
  return Object.fromEntries(Object.entries(typical).map(([name, value]) => [name, scaled(value)]));
}

// What the formats that depend on the image usually become.
const TYPICAL = { auto: 'avif', original: 'jpeg' };
