/* Generated from wordpress/assets-src; make it again by `npm run build` in wordpress/. */
(() => {
  var __create = Object.create;
  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __getProtoOf = Object.getPrototypeOf;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
  var __esm = (fn, res) => function __init() {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  };
  var __commonJS = (cb, mod) => function __require() {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  };
  var __copyProps = (to, from, except, desc) => {
    if (from && typeof from === "object" || typeof from === "function") {
      for (let key of __getOwnPropNames(from))
        if (!__hasOwnProp.call(to, key) && key !== except)
          __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
    }
    return to;
  };
  var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
    // If the importer is in node compatibility mode or this is not an ESM
    // file that has been converted to a CommonJS file using a Babel-
    // compatible transform (i.e. "__esModule" has not been set), then set
    // "default" to the CommonJS "module.exports" for node compatibility.
    isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
    mod
  ));

  // wordpress:@wordpress/element
  var require_element = __commonJS({
    "wordpress:@wordpress/element"(exports, module) {
      init_jsx();
      module.exports = window.wp.element;
    }
  });

  // assets-src/jsx.js
  var import_element;
  var init_jsx = __esm({
    "assets-src/jsx.js"() {
      import_element = __toESM(require_element());
    }
  });

  // wordpress:@wordpress/data
  var require_data = __commonJS({
    "wordpress:@wordpress/data"(exports, module) {
      init_jsx();
      module.exports = window.wp.data;
    }
  });

  // wordpress:@wordpress/html-entities
  var require_html_entities = __commonJS({
    "wordpress:@wordpress/html-entities"(exports, module) {
      init_jsx();
      module.exports = window.wp.htmlEntities;
    }
  });

  // assets-src/commands/index.js
  init_jsx();
  var import_data = __toESM(require_data());
  var import_html_entities = __toESM(require_html_entities());
  window.pictureOptimizerCommands.forEach(
    ({ name, label, url }) => (0, import_data.dispatch)("core/commands").registerCommand({
      name: `picture-optimizer/${name}`,
      label: (0, import_html_entities.decodeEntities)(label),
      category: "view",
      callback: ({ close }) => {
        close();
        window.location.assign(url);
      }
    })
  );
})();
