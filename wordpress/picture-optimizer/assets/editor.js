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

  // wordpress:@wordpress/compose
  var require_compose = __commonJS({
    "wordpress:@wordpress/compose"(exports, module) {
      init_jsx();
      module.exports = window.wp.compose;
    }
  });

  // wordpress:@wordpress/hooks
  var require_hooks = __commonJS({
    "wordpress:@wordpress/hooks"(exports, module) {
      init_jsx();
      module.exports = window.wp.hooks;
    }
  });

  // wordpress:@wordpress/plugins
  var require_plugins = __commonJS({
    "wordpress:@wordpress/plugins"(exports, module) {
      init_jsx();
      module.exports = window.wp.plugins;
    }
  });

  // wordpress:@wordpress/components
  var require_components = __commonJS({
    "wordpress:@wordpress/components"(exports, module) {
      init_jsx();
      module.exports = window.wp.components;
    }
  });

  // wordpress:@wordpress/data
  var require_data = __commonJS({
    "wordpress:@wordpress/data"(exports, module) {
      init_jsx();
      module.exports = window.wp.data;
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

  // wordpress:@wordpress/blocks
  var require_blocks = __commonJS({
    "wordpress:@wordpress/blocks"(exports, module) {
      init_jsx();
      module.exports = window.wp.blocks;
    }
  });

  // wordpress:@wordpress/block-editor
  var require_block_editor = __commonJS({
    "wordpress:@wordpress/block-editor"(exports, module) {
      init_jsx();
      module.exports = window.wp.blockEditor;
    }
  });

  // assets-src/editor/index.jsx
  init_jsx();
  var import_compose2 = __toESM(require_compose());
  var import_hooks = __toESM(require_hooks());
  var import_plugins = __toESM(require_plugins());

  // assets-src/editor/FeaturedTools.jsx
  init_jsx();
  var import_components2 = __toESM(require_components());
  var import_data3 = __toESM(require_data());
  var import_element5 = __toESM(require_element());
  var import_i18n7 = __toESM(require_i18n());

  // assets-src/shared/format.js
  init_jsx();
  var import_i18n = __toESM(require_i18n());
  var locale = () => languageOf(document.documentElement.lang);
  function languageOf(name) {
    try {
      return name === "" ? void 0 : Intl.getCanonicalLocales(name)[0];
    } catch {
      return languageOf(name.split("-").slice(0, -1).join("-"));
    }
  }
  var number = (count) => count.toLocaleString(locale());
  var counted = (text, ...values) => (0, import_i18n.sprintf)(
    text.replace(/%(\d+\$)?d/g, "%$1s"),
    ...values.map((value) => typeof value === "number" ? number(value) : value)
  );
  var quoted = (text) => (
    /* translators: %s: a text that is quoted; use your language's quotation marks */
    (0, import_i18n.sprintf)((0, import_i18n.__)("“%s”", "picture-optimizer"), text)
  );

  // assets-src/shared/openWizard.js
  init_jsx();

  // assets-src/shared/problem.js
  init_jsx();
  var import_i18n2 = __toESM(require_i18n());
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
      message: error?.message || (0, import_i18n2.__)("Something went wrong. Nothing was changed.", "picture-optimizer"),
      requestId: error?.data?.request_id ?? "",
      detail: error?.data?.detail ?? "",
      isFinal: FINAL.includes(status),
      passes: Boolean(error?.data?.retryable)
    };
  }
  var weather = (code, message) => ({ code, message, requestId: "", detail: "", isFinal: false, passes: true });
  var loggedOut = () => (0, import_i18n2.__)(
    "You’ve been logged out. Log in again in another tab, and this page continues. Nothing is lost: jobs that were started continue without it.",
    "picture-optimizer"
  );
  var anotherAnswered = () => (0, import_i18n2.__)(
    "Something else answered in place of WordPress: an error page, or a firewall. Nothing is lost: jobs that were started continue without this page.",
    "picture-optimizer"
  );
  var whomToAsk = () => (0, import_i18n2.__)("If this keeps happening, allow requests to /wp-json/picture-optimizer/ in your security plugin, or ask your host to allow them.", "picture-optimizer");
  var unreachable = () => (0, import_i18n2.__)(
    "Your site can’t be reached right now. Nothing is lost: jobs that were started continue without this page.",
    "picture-optimizer"
  );

  // assets-src/shared/openWizard.js
  var loading = null;
  async function openWizard(action, ids, { pipeline, onChanged, onProblem } = {}) {
    try {
      await loadWizard();
    } catch (error) {
      onProblem(problemOf(error).message);
      return;
    }
    window.pictureOptimizer.open(action, { ids, count: ids.length, pipeline }, { onChanged });
  }
  function loadWizard() {
    if (window.pictureOptimizer.open) {
      return Promise.resolve();
    }
    loading ?? (loading = bringIn(document.getElementById("picopt-wizard")).catch((error) => {
      loading = null;
      throw error;
    }));
    return loading;
  }
  async function bringIn(template) {
    for (const waiting of template.content.querySelectorAll("link, style, script")) {
      await append(waiting);
    }
  }
  function append(waiting) {
    const tag = document.createElement(waiting.tagName);
    [...waiting.attributes].forEach(({ name, value }) => tag.setAttribute(name, value));
    tag.textContent = waiting.textContent;
    if (!tag.src) {
      document.head.append(tag);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      tag.addEventListener("load", resolve);
      tag.addEventListener("error", () => reject(Object.assign(new Error(tag.src), { code: "fetch_error" })));
      tag.async = false;
      document.head.append(tag);
    });
  }

  // assets-src/shared/price.js
  init_jsx();
  var import_i18n3 = __toESM(require_i18n());
  function withPrice(label, price) {
    return price === null ? label : counted(
      /* translators: 1: what a button does, such as "Generate alt text", 2: number of credits */
      (0, import_i18n3._n)("%1$s (%2$d credit)", "%1$s (%2$d credits)", price, "picture-optimizer"),
      label,
      price
    );
  }
  var generateFor = (number2) => number2 === 1 ? (0, import_i18n3.__)("Generate alt text", "picture-optimizer") : counted(
    /* translators: %d: number of images */
    (0, import_i18n3._n)("Generate alt text for %d image", "Generate alt text for %d images", number2, "picture-optimizer"),
    number2
  );

  // assets-src/shared/ProblemNotice.jsx
  init_jsx();
  var import_components = __toESM(require_components());
  var import_compose = __toESM(require_compose());
  var import_element2 = __toESM(require_element());
  var import_i18n4 = __toESM(require_i18n());
  var OF_THE_CONNECTION = ["invalid_key", "key_inactive", "not_connected"];
  function ProblemNotice({ problem, onRetry }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { role: "alert" }, problem && /* @__PURE__ */ (0, import_element.createElement)(import_components.Notice, { status: "error", isDismissible: false, politeness: "assertive", spokenMessage: null }, problem.message, OF_THE_CONNECTION.includes(problem.code) && /* @__PURE__ */ (0, import_element.createElement)(SettingsLink, null), onRetry && !problem.isFinal && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, " ", /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "link", onClick: onRetry }, (0, import_i18n4.__)("Retry now", "picture-optimizer"))), problem.requestId && /* @__PURE__ */ (0, import_element.createElement)(RequestId, { id: problem.requestId }), problem.detail && /* @__PURE__ */ (0, import_element.createElement)(Details, { text: problem.detail })));
  }
  function SettingsLink() {
    const { settingsUrl } = window.pictureOptimizer;
    return settingsUrl ? /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, " ", /* @__PURE__ */ (0, import_element.createElement)("a", { href: settingsUrl }, (0, import_i18n4.__)("Settings", "picture-optimizer"))) : null;
  }
  function Details({ text }) {
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-technical" }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n4.__)("Technical details", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("code", null, text));
  }
  function RequestId({ id }) {
    const [copied, setCopied] = (0, import_element2.useState)(false);
    const ref = (0, import_compose.useCopyToClipboard)(id, () => setCopied(true));
    return /* @__PURE__ */ (0, import_element.createElement)("small", { className: "picopt-request-id" }, (0, import_i18n4.__)("Request ID:", "picture-optimizer"), " ", /* @__PURE__ */ (0, import_element.createElement)("code", null, id), " ", /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "link", size: "small", ref, "aria-label": (0, import_i18n4.__)("Copy the request ID", "picture-optimizer") }, copied ? (0, import_i18n4.__)("Copied", "picture-optimizer") : (0, import_i18n4.__)("Copy", "picture-optimizer")));
  }

  // assets-src/shared/useRequest.js
  init_jsx();
  var import_element3 = __toESM(require_element());
  function useRequest() {
    const [busy, setBusy] = (0, import_element3.useState)(false);
    const [problem, setProblem] = (0, import_element3.useState)(null);
    const run = async (work2) => {
      setBusy(true);
      setProblem(null);
      try {
        await work2();
        return true;
      } catch (error) {
        setProblem(problemOf(error));
        return false;
      } finally {
        setBusy(false);
      }
    };
    return { busy, problem, run, setProblem };
  }

  // assets-src/editor/NotConnected.jsx
  init_jsx();
  var import_i18n5 = __toESM(require_i18n());
  function NotConnected() {
    const { connection, settingsUrl } = window.pictureOptimizer;
    return /* @__PURE__ */ (0, import_element.createElement)("p", null, connection.obstacle, " ", settingsUrl && /* @__PURE__ */ (0, import_element.createElement)("a", { href: settingsUrl }, (0, import_i18n5.__)("Connect to generate alt text", "picture-optimizer")));
  }

  // assets-src/editor/Status.jsx
  init_jsx();
  var import_data = __toESM(require_data());
  var asked = (id) => ["postType", "attachment", id, { context: "view" }];
  function useStatus(id) {
    return (0, import_data.useSelect)(
      (select) => id && select("core").getEntityRecord(...asked(id))?.picopt || null,
      [id]
    );
  }
  var forgetStatus = ({ dispatch }, ids) => ids.forEach((id) => dispatch("core").invalidateResolution("getEntityRecord", asked(id)));
  var Dot = ({ status }) => /* @__PURE__ */ (0, import_element.createElement)("span", { className: `picopt-dot picopt-${status?.name ?? "unknown"}`, "aria-hidden": "true" });

  // assets-src/editor/useAltTexts.js
  init_jsx();
  var import_data2 = __toESM(require_data());
  var import_element4 = __toESM(require_element());

  // assets-src/shared/altTexts.js
  init_jsx();
  var import_i18n6 = __toESM(require_i18n());

  // assets-src/shared/api.js
  init_jsx();
  var import_api_fetch = __toESM(require_api_fetch());

  // assets-src/shared/polling.js
  init_jsx();
  var PAUSE_MS = 1500;
  var LONGEST_MS = 3e4;
  var rest = (milliseconds = PAUSE_MS) => new Promise((resolve) => setTimeout(resolve, milliseconds));
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
  var post = (path, data = {}) => (0, import_api_fetch.default)({ path: at(path), method: "POST", data });
  async function makePlan(request, onProgress, isWanted, begun = null) {
    let plan = begun ?? await post("/plans", request);
    onProgress(plan);
    while (!plan.complete && isWanted()) {
      const before = plan.looked_at;
      plan = await post(`/plans/${plan.job}/advance`);
      onProgress(plan);
      if (!plan.complete && plan.looked_at === before) {
        await rest();
      }
    }
  }
  var confirmPlan = (plan) => post(`/plans/${plan.job}/confirm`, { quote_id: plan.quote_id });
  var progressOf = (job) => (0, import_api_fetch.default)({ path: at(`/jobs/${job}`) });
  async function resultsOf(job) {
    const all = { items: [], credits_used: 0 };
    for (let after = 0; ; ) {
      const page = await (0, import_api_fetch.default)({ path: at(`/jobs/${job}/items?after=${after}`) });
      all.items.push(...page.items);
      all.credits_used = page.credits_used;
      if (page.items.length === 0) {
        return all;
      }
      after = page.items.at(-1).id;
    }
  }
  var tick = (job) => post("/tick", { id: job });
  var capabilitiesOf = () => (0, import_api_fetch.default)({ path: at("/capabilities") });
  async function textsInReview(job, since, onPage) {
    let now = null;
    for (let after = 0; ; ) {
      const page = await (0, import_api_fetch.default)({ path: at(`/jobs/${job}/review?after=${after}&since=${since}`) });
      now ?? (now = page.now);
      if (!onPage(page) || page.items.length === 0) {
        return { ...page, now };
      }
      after = page.items.at(-1).id;
    }
  }
  async function allInReview(job) {
    const items = [];
    await textsInReview(job, 0, (page) => items.push(...page.items) >= 0);
    return items;
  }
  var acceptText = (item, decisions) => post(`/items/${item}/accept`, { decisions });

  // assets-src/shared/begin.js
  init_jsx();

  // assets-src/shared/persist.js
  init_jsx();
  async function persist(work2, { say, loop }) {
    let isDone = false;
    let refusal = null;
    const attempt = async () => {
      try {
        await work2();
        isDone = true;
      } catch (error) {
        if (problemOf(error).passes) {
          throw error;
        }
        refusal = error;
      }
      return false;
    };
    const wake = () => loop.wake?.();
    window.addEventListener("online", wake);
    await follow(attempt, { say, loop });
    window.removeEventListener("online", wake);
    if (refusal) {
      throw refusal;
    }
    return isDone;
  }

  // assets-src/shared/begin.js
  var BEFORE = ["planning", "planned"];
  async function begin(plan, { say = () => {
  }, loop = { isWanted: true } } = {}) {
    try {
      await confirmPlan(plan);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code !== "unreachable") {
        throw error;
      }
      say(problem);
      if (!await hasBegun(plan.job, { say, loop })) {
        throw error;
      }
    }
  }
  async function hasBegun(job, asking) {
    let state = BEFORE[0];
    await persist(async () => {
      ({ state } = await progressOf(job));
    }, asking);
    return !BEFORE.includes(state);
  }

  // assets-src/shared/altTexts.js
  var SURE = 0.6;
  var KEPT = { write: false };
  async function altTextsFor(images, { atMost, say = () => {
  }, loop = { isWanted: true } }) {
    const plan = await planFor(images);
    refuse(plan, atMost);
    if (plan.process > 0) {
      await begin(plan, { say, loop });
      const problem = await follow(() => work(plan.job), { say, loop });
      if (problem) {
        throw problem;
      }
    }
    const reviews = plan.process > 0 ? await allInReview(plan.job) : [];
    const reasons = new Map((await resultsOf(plan.job)).items.map((item) => [item.attachment_id, item.reason]));
    const texts = new Map(images.map((image) => [image.key, textFor(image, reviews, reasons)]));
    await Promise.all(reviews.map((item) => acceptText(item.id, keepAllBut(item))));
    if (reviews.length > 0) {
      await tick(plan.job).catch(() => {
      });
    }
    return texts;
  }
  var QUIET = { review: true, reprocess: true, fill_empty_alts: false, replace_old_alts: false };
  async function planFor(images) {
    const spots = {};
    images.filter(({ spot }) => spot).forEach(({ key, id, spot }) => {
      spots[id] = [...spots[id] ?? [], { key, ...spot }];
    });
    const ids = [...new Set(images.map(({ id }) => id))];
    let plan;
    await makePlan(
      { ids, pipeline: "analyze", settings: { ...QUIET, spots } },
      (now) => {
        plan = now;
      },
      () => true
    );
    return plan;
  }
  function refuse({ credits, available }, atMost) {
    if (credits > atMost) {
      throw new Error(
        counted(
          /* translators: %d: number of credits */
          (0, import_i18n6._n)(
            "This costs %d credit now. Nothing was charged; try again to agree to the new price.",
            "This costs %d credits now. Nothing was charged; try again to agree to the new price.",
            credits,
            "picture-optimizer"
          ),
          credits
        )
      );
    }
    if (credits > available) {
      throw Object.assign(
        new Error(
          counted(
            /* translators: 1: credits needed, 2: credits available */
            (0, import_i18n6.__)("Not enough credits: %1$d needed, %2$d available. Nothing was charged.", "picture-optimizer"),
            credits,
            available
          )
        ),
        { code: "insufficient_credits" }
      );
    }
  }
  async function work(job) {
    const now = await progressOf(job);
    if (now.open === now.in_review) {
      return false;
    }
    await tick(job);
    return true;
  }
  function textFor({ key, id }, reviews, reasons) {
    const item = reviews.find((one) => one.attachment_id === id);
    if (!item) {
      return { reason: reasons.get(id) || (0, import_i18n6.__)("No text was generated for this image. Nothing was charged.", "picture-optimizer") };
    }
    const placed = item.placements.find((one) => one.key === key);
    return {
      alt: placed?.alt ?? item.proposed.alt,
      decorative: placed ? placed.role === "decorative" : item.decorative,
      unsure: item.draft || item.confidence < SURE
    };
  }
  var keepAllBut = ({ present, seen, proposed, decorative }) => ({
    seen,
    alt: { text: decorative ? "" : proposed.alt, write: present.alt === "" },
    title: KEPT,
    caption: KEPT,
    description: KEPT,
    tags: KEPT
  });
  var asked2 = null;
  function priceOfAlts(number2, ask) {
    asked2 ?? (asked2 = ask().then(
      ({ prices }) => prices.analyze,
      (error) => {
        asked2 = null;
        throw error;
      }
    ));
    return asked2.then((price) => price * number2);
  }

  // assets-src/editor/spot.js
  init_jsx();
  var WORDS = 60;
  function spotOf(clientId, blocks, title) {
    const line = inLine(blocks);
    const at2 = line.findIndex((block) => block.clientId === clientId);
    if (at2 < 0) {
      return { page_title: title };
    }
    const { attributes } = line[at2];
    const before = line.slice(0, at2);
    return {
      page_title: title,
      heading: textOf(before.findLast((block) => block.name === "core/heading")),
      text_before: words(before).slice(-WORDS).join(" "),
      text_after: words(line.slice(at2 + 1)).slice(0, WORDS).join(" "),
      figcaption: plain(attributes.caption),
      link_target: attributes.href ?? ""
    };
  }
  var inLine = (blocks) => blocks.flatMap((block) => [block, ...inLine(block.innerBlocks ?? [])]);
  var words = (blocks) => blocks.map(textOf).join(" ").split(/\s+/).filter(Boolean);
  var textOf = (block) => plain(block?.attributes.content ?? block?.attributes.value);
  function plain(html) {
    const spaced = String(html ?? "").replace(/<(?:br|\/p|\/li|\/td|\/h\d)\b[^>]*>/gi, " ");
    const page = new window.DOMParser().parseFromString(spaced, "text/html");
    return page.body.textContent.replace(/\s+/g, " ").trim();
  }

  // assets-src/editor/useAltTexts.js
  function useAltTexts(images, onTexts, isShown = true) {
    const registry = (0, import_data2.useRegistry)();
    const { busy, problem, run, setProblem } = useRequest();
    const [price, setPrice] = (0, import_element4.useState)(null);
    const wake = (0, import_element4.useRef)();
    const number2 = new Set(images.map((image) => image.id)).size;
    const { ready } = window.pictureOptimizer.connection;
    (0, import_element4.useEffect)(() => {
      const loop = { isWanted: ready && isShown && number2 > 0 };
      const ask = async () => {
        const credits = await priceOfAlts(number2, capabilitiesOf);
        if (loop.isWanted) {
          setPrice(credits);
        }
      };
      persist(ask, { say: setProblem, loop }).catch((error) => loop.isWanted && setProblem(problemOf(error)));
      wake.current = () => loop.wake?.();
      return () => {
        loop.isWanted = false;
        loop.wake?.();
      };
    }, [ready, isShown, number2, setProblem]);
    const generate = () => run(async () => {
      const blocks = registry.select("core/block-editor").getBlocks();
      const title = registry.select("core/editor")?.getEditedPostAttribute("title") ?? "";
      const asked3 = images.map(({ key, id, url }) => ({ key, id, spot: url && spotOf(key, blocks, title) }));
      onTexts(await altTextsFor(asked3, { atMost: price, say: setProblem }));
      forgetStatus(registry, new Set(asked3.map(({ id }) => id)));
    });
    const askPrice = () => wake.current();
    return { price, busy, problem, generate, retry: busy ? void 0 : price === null ? askPrice : generate };
  }

  // assets-src/editor/writing.js
  init_jsx();
  var import_api_fetch2 = __toESM(require_api_fetch());

  // assets-src/editor/images.js
  init_jsx();
  var import_blocks = __toESM(require_blocks());
  var isImage = (value) => value === "image" || value === void 0;
  var KINDS = {
    "core/image": { id: "id", url: "url", alt: "alt", size: "sizeSlug", shows: () => true },
    "core/cover": {
      id: "id",
      url: "url",
      alt: "alt",
      size: "sizeSlug",
      shows: ({ backgroundType, useFeaturedImage }) => isImage(backgroundType) && !useFeaturedImage
    },
    "core/media-text": {
      id: "mediaId",
      url: "mediaUrl",
      alt: "mediaAlt",
      size: "mediaSizeSlug",
      shows: ({ mediaType, useFeaturedImage }) => isImage(mediaType) && !useFeaturedImage
    }
  };
  var GALLERY = "core/gallery";
  function imageOf({ clientId, name, attributes }) {
    const kind = KINDS[name];
    const id = attributes[kind?.id];
    if (!id || !kind.shows(attributes)) {
      return null;
    }
    return {
      key: clientId,
      name,
      id,
      url: attributes[kind.url] ?? "",
      size: attributes[kind.size],
      alt: plain2(attributes[kind.alt]),
      decorative: Boolean(attributes.isDecorative)
    };
  }
  var imagesIn = (blocks) => blocks.flatMap((block) => [imageOf(block), ...imagesIn(block.innerBlocks ?? [])]).filter(Boolean);
  var isMute = (image) => image.alt.trim() === "" && !image.decorative;
  var canBeDecorative = (name) => (0, import_blocks.getBlockType)(name)?.attributes.isDecorative !== void 0;
  var altAttributes = (name, alt) => ({
    [KINDS[name].alt]: alt,
    ...canBeDecorative(name) && { isDecorative: false }
  });
  var decorativeAttributes = (name) => ({
    [KINDS[name].alt]: "",
    ...canBeDecorative(name) && { isDecorative: true }
  });
  var urlAttributes = (name, url) => ({ [KINDS[name].url]: url });
  var plain2 = (text) => text === void 0 || text === null ? "" : String(text);

  // assets-src/editor/writing.js
  var EDITOR = "core/block-editor";
  var writeAlt = ({ dispatch }, { key, name }, alt) => dispatch(EDITOR).updateBlockAttributes(key, altAttributes(name, alt));
  var markDecorative = ({ dispatch }, { key, name }) => dispatch(EDITOR).updateBlockAttributes(key, decorativeAttributes(name));
  function fillEmpty(registry, texts) {
    const images = imagesIn(registry.select(EDITOR).getBlocks());
    const open = new Map(texts);
    images.forEach((image) => {
      const found = texts.get(image.key);
      if (found?.alt && !found.decorative && isMute(image)) {
        writeAlt(registry, image, found.alt);
        open.delete(image.key);
      }
    });
    return open;
  }
  async function followFiles(registry, ids) {
    const { dispatch, select } = registry;
    for (const id of ids) {
      const media = await (0, import_api_fetch2.default)({ path: `/wp/v2/media/${id}?context=edit` });
      const urls = { full: { source_url: media.source_url }, ...media.media_details?.sizes };
      const known = Object.values(urls).map((size) => size.source_url);
      imagesIn(select(EDITOR).getBlocks()).filter((image) => image.id === id && !known.includes(image.url)).forEach((image) => {
        const url = (urls[image.size] ?? urls.full).source_url;
        dispatch(EDITOR).updateBlockAttributes(image.key, urlAttributes(image.name, url));
      });
      dispatch("core").invalidateResolutionForStoreSelector("getEntityRecord");
      dispatch("core").receiveEntityRecords("postType", "attachment", [media], void 0, true);
    }
  }
  var editorSide = (registry, ids) => ({
    onChanged: () => followFiles(registry, ids),
    onProblem: (text) => registry.dispatch("core/notices").createErrorNotice(text, { type: "snackbar" })
  });

  // assets-src/editor/FeaturedTools.jsx
  var KEY = "featured-image";
  function FeaturedTools() {
    const id = (0, import_data3.useSelect)((select) => select("core/editor")?.getEditedPostAttribute("featured_media") ?? 0, []);
    return id > 0 ? /* @__PURE__ */ (0, import_element.createElement)(Tools, { key: id, id }) : null;
  }
  function Tools({ id }) {
    const registry = (0, import_data3.useRegistry)();
    const status = useStatus(id);
    const [said, setSaid] = (0, import_element5.useState)("");
    const [alt, setAlt] = (0, import_element5.useState)("");
    const { price, busy, problem, generate, retry } = useAltTexts([{ key: KEY, id }], (texts) => settle(texts.get(KEY)));
    const before = (0, import_data3.useSelect)(
      (select) => select("core").getEntityRecord("postType", "attachment", id, { context: "view" })?.alt_text ?? "",
      [id]
    );
    const settle = ({ alt: text, decorative, reason }) => {
      const isFree = before === "" && !decorative && !reason;
      setAlt(before !== "" && !decorative && !reason ? text : "");
      setSaid(reason || (decorative ? decoration() : isFree ? added(text) : quoted(text)));
    };
    const { busy: saving, problem: refused, run } = useRequest();
    const use = () => run(async () => {
      await registry.dispatch("core").saveEntityRecord("postType", "attachment", { id, alt_text: alt }, { throwOnError: true });
      setAlt("");
      setSaid(added(alt));
    });
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-tools" }, status && /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)(Dot, { status }), " ", status.label), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-ways" }, window.pictureOptimizer.connection.ready ? /* @__PURE__ */ (0, import_element.createElement)(import_components2.Button, { variant: "secondary", onClick: generate, disabled: busy || price === null, isBusy: busy, accessibleWhenDisabled: true }, withPrice(generateFor(1), price)) : /* @__PURE__ */ (0, import_element.createElement)(NotConnected, null), /* @__PURE__ */ (0, import_element.createElement)(
      import_components2.Button,
      {
        variant: "secondary",
        onClick: () => openWizard("optimize", [id], editorSide(registry, [id]))
      },
      (0, import_i18n7.__)("Optimize this image", "picture-optimizer")
    )), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, said), alt && /* @__PURE__ */ (0, import_element.createElement)(import_components2.Button, { variant: "secondary", size: "small", onClick: use, disabled: saving, isBusy: saving, accessibleWhenDisabled: true }, (0, import_i18n7.__)("Use this text", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem: refused ?? problem, onRetry: refused ? use : retry }));
  }
  var decoration = () => (0, import_i18n7.__)("This image looks decorative: its alt text can stay empty.", "picture-optimizer");
  var added = (text) => `${(0, import_i18n7.__)("Alt text in the Media Library:", "picture-optimizer")} ${quoted(text)}`;

  // assets-src/editor/GalleryTools.jsx
  init_jsx();
  var import_block_editor = __toESM(require_block_editor());
  var import_components4 = __toESM(require_components());
  var import_data5 = __toESM(require_data());
  var import_element6 = __toESM(require_element());
  var import_i18n9 = __toESM(require_i18n());

  // assets-src/editor/Suggestion.jsx
  init_jsx();
  var import_components3 = __toESM(require_components());
  var import_data4 = __toESM(require_data());
  var import_i18n8 = __toESM(require_i18n());
  function Suggestion({ image, text, onDone }) {
    const registry = (0, import_data4.useRegistry)();
    const settle = (write) => () => {
      write();
      onDone();
    };
    if (text.reason) {
      return /* @__PURE__ */ (0, import_element.createElement)(import_components3.Notice, { status: "warning", isDismissible: false }, text.reason);
    }
    if (text.decorative) {
      return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-suggestion", role: "status" }, /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n8.__)("This image looks decorative: people who can’t see it miss nothing without it.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components3.Button, { variant: "secondary", size: "small", onClick: settle(() => markDecorative(registry, image)) }, canBeDecorative(image.name) ? (0, import_i18n8.__)("Mark as decorative", "picture-optimizer") : (0, import_i18n8.__)("Leave alt text empty", "picture-optimizer")), text.alt && /* @__PURE__ */ (0, import_element.createElement)(Use, { alt: text.alt, onUse: settle(() => writeAlt(registry, image, text.alt)) }));
    }
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-suggestion", role: "status" }, text.unsure && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n8.__)("Please check this text: the model was not sure.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)("q", null, text.alt)), /* @__PURE__ */ (0, import_element.createElement)(Use, { alt: text.alt, onUse: settle(() => writeAlt(registry, image, text.alt)) }), /* @__PURE__ */ (0, import_element.createElement)(import_components3.Button, { variant: "tertiary", size: "small", onClick: onDone }, (0, import_i18n8.__)("Keep mine", "picture-optimizer")));
  }
  function Use({ alt, onUse }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_components3.Button, { variant: "secondary", size: "small", onClick: onUse, "aria-label": `${(0, import_i18n8.__)("Use this text:", "picture-optimizer")} ${alt}` }, (0, import_i18n8.__)("Use this text", "picture-optimizer"));
  }

  // assets-src/editor/GalleryTools.jsx
  function GalleryTools({ clientId }) {
    const registry = (0, import_data5.useRegistry)();
    const [open, setOpen] = (0, import_element6.useState)(/* @__PURE__ */ new Map());
    const blocks = (0, import_data5.useSelect)((select) => select("core/block-editor").getBlocks(clientId), [clientId]);
    const images = imagesIn(blocks);
    const mute = images.filter(isMute);
    const { price, busy, problem, generate, retry } = useAltTexts(mute, (texts) => setOpen(fillEmpty(registry, texts)));
    const ids = images.map((image) => image.id);
    return /* @__PURE__ */ (0, import_element.createElement)(import_block_editor.InspectorControls, { group: window.pictureOptimizer.inspectorGroup }, /* @__PURE__ */ (0, import_element.createElement)(import_components4.PanelBody, { title: (0, import_i18n9.__)("Picture Optimizer", "picture-optimizer"), className: "picopt-tools" }, mute.length === 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n9.__)("Every image here has alt text or is decorative.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-ways" }, mute.length > 0 && (window.pictureOptimizer.connection.ready ? /* @__PURE__ */ (0, import_element.createElement)(import_components4.Button, { variant: "secondary", onClick: generate, disabled: busy || price === null, isBusy: busy, accessibleWhenDisabled: true }, withPrice(generateFor(mute.length), price)) : /* @__PURE__ */ (0, import_element.createElement)(NotConnected, null)), ids.length > 0 && /* @__PURE__ */ (0, import_element.createElement)(
      import_components4.Button,
      {
        variant: "secondary",
        onClick: () => openWizard("optimize", ids, editorSide(registry, ids))
      },
      (0, import_i18n9.__)("Optimize these images", "picture-optimizer")
    )), images.filter((image) => open.has(image.key)).map((image) => /* @__PURE__ */ (0, import_element.createElement)(
      Suggestion,
      {
        key: image.key,
        image,
        text: open.get(image.key),
        onDone: () => setOpen(without(open, image.key))
      }
    )), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem, onRetry: retry })));
  }
  function without(map, key) {
    const rest2 = new Map(map);
    rest2.delete(key);
    return rest2;
  }

  // assets-src/editor/ImageTools.jsx
  init_jsx();
  var import_block_editor2 = __toESM(require_block_editor());
  var import_components5 = __toESM(require_components());
  var import_data6 = __toESM(require_data());
  var import_element7 = __toESM(require_element());
  var import_i18n10 = __toESM(require_i18n());
  function ImageTools({ image, isSelected }) {
    const registry = (0, import_data6.useRegistry)();
    const [text, setText] = (0, import_element7.useState)(null);
    const status = useStatus(isSelected ? image.id : 0);
    const { price, busy, problem, generate, retry } = useAltTexts([image], (texts) => {
      const open = fillEmpty(registry, texts).get(image.key) ?? null;
      setText(open);
      if (!open) {
        registry.dispatch("core/notices").createSuccessNotice(added2(texts.get(image.key)), { type: "snackbar" });
      }
    }, isSelected);
    const openScreen = (action) => () => openWizard(action, [image.id], editorSide(registry, [image.id]));
    const { ready } = window.pictureOptimizer.connection;
    const label = busy ? (0, import_i18n10.__)("Generating alt text…", "picture-optimizer") : withPrice(generateFor(1), price);
    const cannot = busy || price === null;
    if (!isSelected) {
      return null;
    }
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(import_block_editor2.BlockControls, { group: "other" }, /* @__PURE__ */ (0, import_element.createElement)(import_components5.ToolbarGroup, null, /* @__PURE__ */ (0, import_element.createElement)(
      import_components5.ToolbarDropdownMenu,
      {
        icon: /* @__PURE__ */ (0, import_element.createElement)(Dot, { status }),
        label: toolbarLabel(status),
        controls: [
          { title: label, isDisabled: cannot, onClick: generate },
          { title: (0, import_i18n10.__)("Optimize this image", "picture-optimizer"), onClick: openScreen("optimize") },
          { title: (0, import_i18n10.__)("Image details", "picture-optimizer"), onClick: openScreen("image") }
        ]
      }
    ))), /* @__PURE__ */ (0, import_element.createElement)(import_block_editor2.InspectorControls, { group: window.pictureOptimizer.inspectorGroup }, /* @__PURE__ */ (0, import_element.createElement)(import_components5.PanelBody, { title: (0, import_i18n10.__)("Picture Optimizer", "picture-optimizer"), className: "picopt-tools" }, status && /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)(Dot, { status }), " ", status.label, " ", status.detail && /* @__PURE__ */ (0, import_element.createElement)("small", { dir: "auto" }, status.detail)), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-ways" }, ready ? /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "secondary", onClick: generate, disabled: cannot, isBusy: busy, accessibleWhenDisabled: true }, label) : /* @__PURE__ */ (0, import_element.createElement)(NotConnected, null), /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "secondary", onClick: openScreen("optimize") }, (0, import_i18n10.__)("Optimize this image", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "tertiary", onClick: openScreen("image") }, (0, import_i18n10.__)("Image details", "picture-optimizer"))), text && /* @__PURE__ */ (0, import_element.createElement)(Suggestion, { image, text, onDone: () => setText(null) }), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem, onRetry: retry }))));
  }
  function toolbarLabel(status) {
    const name = (0, import_i18n10.__)("Picture Optimizer", "picture-optimizer");
    return status ? `${name}: ${status.label}` : name;
  }
  var added2 = ({ unsure }) => unsure ? (0, import_i18n10.__)("Alt text added. Please check it: the model was not sure.", "picture-optimizer") : (0, import_i18n10.__)("Alt text added.", "picture-optimizer");

  // assets-src/editor/PrePublish.jsx
  init_jsx();
  var import_components6 = __toESM(require_components());
  var import_data7 = __toESM(require_data());
  var import_element8 = __toESM(require_element());
  var import_i18n11 = __toESM(require_i18n());
  function PrePublish({ Panel: Panel2 }) {
    const registry = (0, import_data7.useRegistry)();
    const blocks = (0, import_data7.useSelect)((select) => select("core/block-editor").getBlocks(), []);
    const [shown] = (0, import_element8.useState)(() => /* @__PURE__ */ new Set());
    const [open, setOpen] = (0, import_element8.useState)(/* @__PURE__ */ new Map());
    const images = imagesIn(blocks);
    const mute = images.filter(isMute);
    mute.forEach((image) => shown.add(image.key));
    const { price, busy, problem, generate, retry } = useAltTexts(mute, (texts) => setOpen(fillEmpty(registry, texts)));
    if (images.length === 0) {
      return null;
    }
    return /* @__PURE__ */ (0, import_element.createElement)(Panel2, { title: titleFor(mute.length), initialOpen: shown.size > 0, className: "picopt-tools" }, mute.length === 0 && /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, (0, import_i18n11.__)("Every image has alt text or is decorative.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-ways" }, mute.length > 0 && (window.pictureOptimizer.connection.ready ? /* @__PURE__ */ (0, import_element.createElement)(import_components6.Button, { variant: "primary", onClick: generate, disabled: busy || price === null, isBusy: busy, accessibleWhenDisabled: true }, withPrice(generateFor(mute.length), price)) : /* @__PURE__ */ (0, import_element.createElement)(NotConnected, null))), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem, onRetry: retry }), /* @__PURE__ */ (0, import_element.createElement)("ul", null, images.filter((image) => shown.has(image.key)).map((image) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: image.key }, /* @__PURE__ */ (0, import_element.createElement)("img", { src: image.url, alt: "" }), /* @__PURE__ */ (0, import_element.createElement)(
      import_components6.TextareaControl,
      {
        __nextHasNoMarginBottom: true,
        rows: 2,
        label: (0, import_i18n11.__)("Alt text", "picture-optimizer"),
        value: image.alt,
        disabled: image.decorative,
        onChange: (alt) => writeAlt(registry, image, alt)
      }
    ), canBeDecorative(image.name) && isMute(image) && /* @__PURE__ */ (0, import_element.createElement)(import_components6.Button, { variant: "link", onClick: () => markDecorative(registry, image) }, (0, import_i18n11.__)("Mark as decorative", "picture-optimizer")), image.decorative && /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, (0, import_i18n11.__)("Decorative", "picture-optimizer")), open.has(image.key) && /* @__PURE__ */ (0, import_element.createElement)(Suggestion, { image, text: open.get(image.key), onDone: () => setOpen(without(open, image.key)) })))));
  }
  var titleFor = (missing) => missing === 0 ? (0, import_i18n11.__)("Alt text", "picture-optimizer") : counted(
    /* translators: %d: number of images */
    (0, import_i18n11._n)("Alt text: %d image has none", "Alt text: %d images have none", missing, "picture-optimizer"),
    missing
  );

  // assets-src/editor/index.jsx
  var withImageTools = (0, import_compose2.createHigherOrderComponent)(
    (BlockEdit) => function BlockEditWithImageTools(props) {
      const image = imageOf(props);
      return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(BlockEdit, { ...props }), image && /* @__PURE__ */ (0, import_element.createElement)(ImageTools, { image, isSelected: props.isSelected }), props.name === GALLERY && props.isSelected && /* @__PURE__ */ (0, import_element.createElement)(GalleryTools, { clientId: props.clientId }));
    },
    "withImageTools"
  );
  (0, import_hooks.addFilter)("editor.BlockEdit", "picture-optimizer/image-tools", withImageTools);
  (0, import_hooks.addFilter)(
    "editor.PostFeaturedImage",
    "picture-optimizer/featured-image",
    (FeaturedImage) => function FeaturedImageWithTools(props) {
      return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(FeaturedImage, { ...props }), /* @__PURE__ */ (0, import_element.createElement)(FeaturedTools, null));
    }
  );
  var Panel = window.wp.editor?.PluginPrePublishPanel ?? window.wp.editPost?.PluginPrePublishPanel;
  if (Panel) {
    (0, import_plugins.registerPlugin)("picture-optimizer", { icon: "format-image", render: () => /* @__PURE__ */ (0, import_element.createElement)(PrePublish, { Panel }) });
  }
})();
