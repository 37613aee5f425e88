export const plugins = new Map();
export const registerPlugin = (name, settings) => plugins.set(name, settings);
