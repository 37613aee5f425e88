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

  // wordpress:@wordpress/components
  var require_components = __commonJS({
    "wordpress:@wordpress/components"(exports, module) {
      init_jsx();
      module.exports = window.wp.components;
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

  // wordpress:@wordpress/compose
  var require_compose = __commonJS({
    "wordpress:@wordpress/compose"(exports, module) {
      init_jsx();
      module.exports = window.wp.compose;
    }
  });

  // assets-src/connect/index.jsx
  init_jsx();
  var import_element5 = __toESM(require_element());

  // assets-src/connect/Waiting.jsx
  init_jsx();
  var import_components2 = __toESM(require_components());
  var import_element4 = __toESM(require_element());
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

  // assets-src/shared/polling.js
  var PAUSE_MS = 1500;
  var LONGEST_MS = 3e4;
  var backOff = (pause, failures) => Math.min(LONGEST_MS, pause * 2 ** failures);
  async function follow(ask, { pause = PAUSE_MS, say, loop }) {
    let failures = 0;
    let last = null;
    while (loop.isWanted) {
      const { goesOn, problem } = await ask().then(
        (answer) => ({ goesOn: answer, problem: null }),
        (error) => ({ goesOn: true, problem: problemOf(error) })
      );
      if (!loop.isWanted) {
        return last;
      }
      failures = problem === null ? 0 : failures + 1;
      last = problem;
      say(problem);
      if (!goesOn || problem?.isFinal) {
        return last;
      }
      await sleep(backOff(pause, failures), loop);
    }
    return last;
  }
  function sleep(milliseconds, loop) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      loop.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  // assets-src/shared/unfinished.js
  init_jsx();

  // assets-src/shared/api.js
  var at = (path) => `/picture-optimizer/v1${path}`;
  var connectionProgress = () => (0, import_api_fetch.default)({ path: at("/connection") });

  // assets-src/shared/ProblemNotice.jsx
  init_jsx();
  var import_components = __toESM(require_components());
  var import_compose = __toESM(require_compose());
  var import_element2 = __toESM(require_element());
  var import_i18n2 = __toESM(require_i18n());
  var OF_THE_CONNECTION = ["invalid_key", "key_inactive", "not_connected"];
  function ProblemNotice({ problem, onRetry }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { role: "alert" }, problem && /* @__PURE__ */ (0, import_element.createElement)(import_components.Notice, { status: "error", isDismissible: false, politeness: "assertive", spokenMessage: null }, problem.message, OF_THE_CONNECTION.includes(problem.code) && /* @__PURE__ */ (0, import_element.createElement)(SettingsLink, null), onRetry && !problem.isFinal && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, " ", /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "link", onClick: onRetry }, (0, import_i18n2.__)("Retry now", "picture-optimizer"))), problem.requestId && /* @__PURE__ */ (0, import_element.createElement)(RequestId, { id: problem.requestId }), problem.detail && /* @__PURE__ */ (0, import_element.createElement)(Details, { text: problem.detail })));
  }
  function SettingsLink() {
    const { settingsUrl } = window.pictureOptimizer;
    return settingsUrl ? /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, " ", /* @__PURE__ */ (0, import_element.createElement)("a", { href: settingsUrl }, (0, import_i18n2.__)("Settings", "picture-optimizer"))) : null;
  }
  function Details({ text }) {
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-technical" }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n2.__)("Technical details", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("code", null, text));
  }
  function RequestId({ id }) {
    const [copied, setCopied] = (0, import_element2.useState)(false);
    const ref = (0, import_compose.useCopyToClipboard)(id, () => setCopied(true));
    return /* @__PURE__ */ (0, import_element.createElement)("small", { className: "picopt-request-id" }, (0, import_i18n2.__)("Request ID:", "picture-optimizer"), " ", /* @__PURE__ */ (0, import_element.createElement)("code", null, id), " ", /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "link", size: "small", ref, "aria-label": (0, import_i18n2.__)("Copy the request ID", "picture-optimizer") }, copied ? (0, import_i18n2.__)("Copied", "picture-optimizer") : (0, import_i18n2.__)("Copy", "picture-optimizer")));
  }

  // assets-src/shared/usePolling.js
  init_jsx();
  var import_element3 = __toESM(require_element());
  function usePolling(ask, key, pause = PAUSE_MS) {
    const [problem, setProblem] = (0, import_element3.useState)(null);
    const [round, setRound] = (0, import_element3.useState)(0);
    const latest = (0, import_element3.useRef)(ask);
    latest.current = ask;
    const refresh = (0, import_element3.useCallback)(() => setRound((number) => number + 1), []);
    (0, import_element3.useEffect)(() => {
      const loop = { isWanted: true, wake: () => {
      } };
      follow(() => latest.current(), { pause, say: setProblem, loop });
      const wake = () => loop.wake();
      window.addEventListener("online", wake);
      return () => {
        loop.isWanted = false;
        loop.wake();
        window.removeEventListener("online", wake);
      };
    }, [key, pause, round]);
    return { problem, refresh };
  }

  // assets-src/connect/Waiting.jsx
  function Waiting({ begun, onConnected, onEnded }) {
    const [pending, setPending] = (0, import_element4.useState)(begun);
    const { problem, refresh } = usePolling(
      async () => {
        const now = await connectionProgress();
        if (now.state === "pending") {
          setPending(now);
          return true;
        }
        if (now.state === "connected") {
          onConnected();
        } else {
          onEnded(now.message);
        }
        return false;
      },
      begun.user_code,
      pending.interval * 1e3
    );
    useRefreshOnReturn(refresh);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-confirming" }, /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n3.__)("In the dashboard, make sure that you see this code, then confirm:", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-user-code", translate: "no" }, pending.user_code), /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)(import_components2.Button, { variant: "primary", href: pending.url, target: "_blank", rel: "noopener" }, (0, import_i18n3.__)("Confirm in the dashboard", "picture-optimizer"))), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, (0, import_i18n3.__)(
      "Waiting for you to confirm. You can close this page: the code is valid for 30 minutes, and this site collects its key when you come back.",
      "picture-optimizer"
    )), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem, onRetry: refresh }));
  }
  function useRefreshOnReturn(refresh) {
    (0, import_element4.useEffect)(() => {
      const ask = () => document.visibilityState === "visible" && refresh();
      document.addEventListener("visibilitychange", ask);
      window.addEventListener("focus", ask);
      return () => {
        document.removeEventListener("visibilitychange", ask);
        window.removeEventListener("focus", ask);
      };
    }, [refresh]);
  }

  // assets-src/connect/index.jsx
  for (const place of document.querySelectorAll("[data-picopt-waiting]")) {
    const begun = JSON.parse(place.dataset.picoptWaiting);
    const reload = () => window.location.reload();
    const hadFocus = place.contains(place.ownerDocument.activeElement);
    (0, import_element5.flushSync)(
      () => (0, import_element5.createRoot)(place).render(
        /* @__PURE__ */ (0, import_element.createElement)(
          Waiting,
          {
            begun,
            onConnected: reload,
            onEnded: (sentence) => {
              place.setAttribute("role", "alert");
              place.className = "notice notice-error inline";
              place.replaceChildren(Object.assign(document.createElement("p"), { textContent: sentence }));
            }
          }
        )
      )
    );
    if (hadFocus) {
      place.querySelector("a").focus();
    }
  }
})();
