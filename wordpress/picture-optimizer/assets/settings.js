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

  // wordpress:@wordpress/i18n
  var require_i18n = __commonJS({
    "wordpress:@wordpress/i18n"(exports, module) {
      init_jsx();
      module.exports = window.wp.i18n;
    }
  });

  // wordpress:@wordpress/api-fetch
  var require_api_fetch = __commonJS({
    "wordpress:@wordpress/api-fetch"(exports, module) {
      init_jsx();
      module.exports = window.wp.apiFetch;
    }
  });

  // assets-src/settings/index.js
  init_jsx();

  // assets-src/settings/exclusions.js
  init_jsx();
  var import_i18n3 = __toESM(require_i18n());

  // assets-src/shared/api.js
  init_jsx();
  var import_api_fetch = __toESM(require_api_fetch());

  // assets-src/shared/polling.js
  init_jsx();

  // assets-src/shared/problem.js
  init_jsx();
  var import_i18n = __toESM(require_i18n());
  var NO_ANSWER = ["fetch_error", "offline_error"];
  var ANOTHER_ANSWERED = "invalid_json";
  var LOGGED_OUT = ["rest_cookie_invalid_nonce", "rest_not_logged_in"];
  var FINAL = [401, 403, 404, 410];
  function problemOf(error) {
    const status = error?.data?.status ?? 0;
    if (NO_ANSWER.includes(error?.code)) {
      return weather("unreachable", unreachable());
    }
    if (error?.code === ANOTHER_ANSWERED) {
      return { ...weather("unreachable", anotherAnswered()), detail: whomToAsk() };
    }
    if (LOGGED_OUT.includes(error?.code)) {
      return weather("logged_out", loggedOut());
    }
    return {
      code: error?.code ?? "unknown",
      message: error?.message || (0, import_i18n.__)("Something went wrong. Nothing was changed.", "picture-optimizer"),
      requestId: error?.data?.request_id ?? "",
      detail: error?.data?.detail ?? "",
      isFinal: FINAL.includes(status),
      passes: Boolean(error?.data?.retryable)
    };
  }
  var weather = (code, message) => ({ code, message, requestId: "", detail: "", isFinal: false, passes: true });
  var loggedOut = () => (0, import_i18n.__)(
    "You’ve been logged out. Log in again in another tab, and this page continues. Nothing is lost: jobs that were started continue without it.",
    "picture-optimizer"
  );
  var anotherAnswered = () => (0, import_i18n.__)(
    "Something else answered in place of WordPress: an error page, or a firewall. Nothing is lost: jobs that were started continue without this page.",
    "picture-optimizer"
  );
  var whomToAsk = () => (0, import_i18n.__)("If this keeps happening, allow requests to /wp-json/picture-optimizer/ in your security plugin, or ask your host to allow them.", "picture-optimizer");
  var unreachable = () => (0, import_i18n.__)(
    "Your site can’t be reached right now. Nothing is lost: jobs that were started continue without this page.",
    "picture-optimizer"
  );

  // assets-src/shared/unfinished.js
  init_jsx();

  // assets-src/shared/api.js
  var at = (path) => `/picture-optimizer/v1${path}`;
  var post = (path, data = {}) => (0, import_api_fetch.default)({ path: at(path), method: "POST", data });
  var countExcluded = (rules) => post("/exclusions", { rules });

  // assets-src/shared/format.js
  init_jsx();
  var import_i18n2 = __toESM(require_i18n());
  var locale = () => languageOf(document.documentElement.lang);
  function languageOf(name) {
    try {
      return name === "" ? void 0 : Intl.getCanonicalLocales(name)[0];
    } catch {
      return languageOf(name.split("-").slice(0, -1).join("-"));
    }
  }
  var number = (count) => count.toLocaleString(locale());

  // assets-src/settings/exclusions.js
  var PAUSE = 400;
  function startExclusions() {
    const place = document.querySelector("[data-picopt-excluded]");
    const form = document.getElementById("po-exclude_folders")?.form;
    if (!place || !form) {
      return;
    }
    let timer;
    let asked = 0;
    const count = async () => {
      const mine = ++asked;
      const said = await sentence(rulesOf(form));
      if (mine === asked) {
        place.textContent = said;
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(count, PAUSE);
    });
    count();
  }
  var rulesOf = (form) => Object.fromEntries(
    [...new FormData(form)].filter(([name]) => name.startsWith("exclude_")).map(([name, value]) => name.endsWith("[kb]") ? [name.slice(0, -"[kb]".length), { kb: value }] : [name, value])
  );
  async function sentence(rules) {
    try {
      const { excluded, total } = await countExcluded(rules);
      const said = (0, import_i18n3._n)("%1$s of %2$s image is excluded.", "%1$s of %2$s images are excluded.", total, "picture-optimizer");
      return (0, import_i18n3.sprintf)(said, number(excluded), number(total));
    } catch (error) {
      return (0, import_i18n3.sprintf)((0, import_i18n3.__)("The excluded images could not be counted: %s", "picture-optimizer"), problemOf(error).message);
    }
  }

  // assets-src/settings/index.js
  startExclusions();
})();
