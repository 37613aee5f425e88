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

  // assets-src/media/index.js
  init_jsx();

  // assets-src/shared/openWizard.js
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

  // assets-src/library/restoreText.js
  init_jsx();
  var import_i18n2 = __toESM(require_i18n());

  // assets-src/shared/altField.js
  init_jsx();
  function showInField(button, alt) {
    const field = button.closest(".media-sidebar, .attachment-details")?.querySelector('[data-setting="alt"] :is(textarea, input)');
    if (field) {
      field.value = alt;
    }
  }

  // assets-src/shared/api.js
  init_jsx();
  var import_api_fetch = __toESM(require_api_fetch());

  // assets-src/shared/polling.js
  init_jsx();
  var PAUSE_MS = 1500;
  var LONGEST_MS = 3e4;
  var rest = (milliseconds = PAUSE_MS) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  var backOff = (pause, failures) => Math.min(LONGEST_MS, pause * 2 ** failures);
  async function follow(ask, { pause = PAUSE_MS, say: say2, loop }) {
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
      say2(problem);
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
  var restoreText = (id, field) => post(`/pictures/${id}/texts/revert`, { field });

  // assets-src/shared/atWork.js
  init_jsx();
  async function atWork(button, work2) {
    if (button.getAttribute("aria-disabled") === "true") {
      return;
    }
    button.setAttribute("aria-disabled", "true");
    button.classList.add("disabled");
    try {
      await work2();
    } finally {
      button.removeAttribute("aria-disabled");
      button.classList.remove("disabled");
    }
  }

  // assets-src/library/restoreText.js
  async function restoreText2(button) {
    const { picoptPutBack: field, picoptPicture: picture } = button.dataset;
    const line = button.closest("li");
    const wrong = line.querySelector('[role="alert"]') ?? line.appendChild(document.createElement("span"));
    wrong.setAttribute("role", "alert");
    await atWork(button, async () => {
      wrong.textContent = "";
      try {
        await restoreText(Number(picture), field);
      } catch (error) {
        wrong.textContent = ` ${problemOf(error).message}`;
        return;
      }
      sayRestored(line, button);
      if (document.body.classList.contains("post-php")) {
        window.location.reload();
      } else {
        const attachment = window.wp.media?.attachment(Number(picture));
        await attachment?.fetch();
        field === "alt" && attachment && showInField(line, attachment.get("alt"));
      }
    });
  }
  function sayRestored(line, button) {
    const hadFocus = line.ownerDocument.activeElement === button;
    line.setAttribute("role", "status");
    line.textContent = (0, import_i18n2.__)("Restored.", "picture-optimizer");
    if (hadFocus) {
      line.tabIndex = -1;
      line.focus();
    }
  }

  // assets-src/media/generate.js
  init_jsx();
  var import_i18n6 = __toESM(require_i18n());

  // assets-src/shared/altTexts.js
  init_jsx();
  var import_i18n4 = __toESM(require_i18n());

  // assets-src/shared/format.js
  init_jsx();
  var import_i18n3 = __toESM(require_i18n());
  var locale = () => languageOf(document.documentElement.lang);
  function languageOf(name) {
    try {
      return name === "" ? void 0 : Intl.getCanonicalLocales(name)[0];
    } catch {
      return languageOf(name.split("-").slice(0, -1).join("-"));
    }
  }
  var number = (count) => count.toLocaleString(locale());
  var counted = (text, ...values) => (0, import_i18n3.sprintf)(
    text.replace(/%(\d+\$)?d/g, "%$1s"),
    ...values.map((value) => typeof value === "number" ? number(value) : value)
  );
  var quoted = (text) => (
    /* translators: %s: a text that is quoted; use your language's quotation marks */
    (0, import_i18n3.sprintf)((0, import_i18n3.__)("“%s”", "picture-optimizer"), text)
  );

  // assets-src/shared/begin.js
  init_jsx();

  // assets-src/shared/persist.js
  init_jsx();
  async function persist(work2, { say: say2, loop }) {
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
    await follow(attempt, { say: say2, loop });
    window.removeEventListener("online", wake);
    if (refusal) {
      throw refusal;
    }
    return isDone;
  }

  // assets-src/shared/begin.js
  var BEFORE = ["planning", "planned"];
  async function begin(plan, { say: say2 = () => {
  }, loop = { isWanted: true } } = {}) {
    try {
      await confirmPlan(plan);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code !== "unreachable") {
        throw error;
      }
      say2(problem);
      if (!await hasBegun(plan.job, { say: say2, loop })) {
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
  async function altTextsFor(images, { atMost, say: say2 = () => {
  }, loop = { isWanted: true } }) {
    const plan = await planFor(images);
    refuse(plan, atMost);
    if (plan.process > 0) {
      await begin(plan, { say: say2, loop });
      const problem = await follow(() => work(plan.job), { say: say2, loop });
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
          (0, import_i18n4._n)(
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
            (0, import_i18n4.__)("Not enough credits: %1$d needed, %2$d available. Nothing was charged.", "picture-optimizer"),
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
      return { reason: reasons.get(id) || (0, import_i18n4.__)("No text was generated for this image. Nothing was charged.", "picture-optimizer") };
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
  var asked = null;
  function priceOfAlts(number2, ask) {
    asked ?? (asked = ask().then(
      ({ prices }) => prices.analyze,
      (error) => {
        asked = null;
        throw error;
      }
    ));
    return asked.then((price2) => price2 * number2);
  }

  // assets-src/shared/price.js
  init_jsx();
  var import_i18n5 = __toESM(require_i18n());
  function withPrice(label2, price2) {
    return price2 === null ? label2 : counted(
      /* translators: 1: what a button does, such as "Generate alt text", 2: number of credits */
      (0, import_i18n5._n)("%1$s (%2$d credit)", "%1$s (%2$d credits)", price2, "picture-optimizer"),
      label2,
      price2
    );
  }

  // assets-src/media/generate.js
  var price = () => priceOfAlts(1, capabilitiesOf);
  function priceLabels() {
    new window.MutationObserver(label).observe(document.body, { childList: true, subtree: true });
    label();
  }
  function label() {
    document.querySelectorAll("[data-picopt-generate]:not([data-picopt-priced])").forEach((button) => {
      button.dataset.picoptPriced = "";
      if (window.pictureOptimizer.connection.ready) {
        putPrice(button);
      }
    });
  }
  var putPrice = (button) => price().then(
    (credits) => {
      button.dataset.picoptPriced = credits;
      button.textContent = withPrice((0, import_i18n6.__)("Generate alt text", "picture-optimizer"), credits);
      say(button, "");
    },
    (error) => say(button, problemOf(error).message)
  );
  async function generate(button, id) {
    const { connection, settingsUrl } = window.pictureOptimizer;
    if (!connection.ready) {
      say(button, connection.obstacle, settingsUrl);
      return;
    }
    if (!button.dataset.picoptPriced) {
      await putPrice(button);
      return;
    }
    await atWork(button, () => order(button, id));
  }
  async function order(button, id) {
    say(button, (0, import_i18n6.__)("Generating alt text…", "picture-optimizer"));
    try {
      const texts = await altTextsFor([{ key: "library", id }], { atMost: Number(button.dataset.picoptPriced) });
      await show(button, id, texts.get("library"));
    } catch (error) {
      say(button, error.isFinal === void 0 ? problemOf(error).message : error.message);
    }
  }
  async function show(button, id, { alt, decorative, reason, unsure }) {
    if (!window.wp.media?.attachment) {
      window.location.reload();
      return;
    }
    const image = window.wp.media.attachment(id);
    const before = image.get("alt") ?? "";
    await image.fetch();
    const now = image.get("alt") ?? "";
    showInField(button, now);
    if (reason) {
      say(button, reason);
    } else if (decorative) {
      say(button, (0, import_i18n6.__)("This image looks decorative: its alt text can stay empty.", "picture-optimizer"));
    } else if (now === alt && before !== alt) {
      say(button, added(unsure));
    } else {
      offer(button, alt, async () => {
        await image.save({ alt });
        showInField(button, alt);
      });
    }
  }
  function offer(button, alt, save) {
    const line = say(button, quoted(alt));
    const wrong = document.createElement("span");
    const use = document.createElement("button");
    Object.assign(use, { type: "button", className: "button button-small", textContent: (0, import_i18n6.__)("Use this text", "picture-optimizer") });
    const replace = async () => {
      wrong.textContent = "";
      try {
        await save();
        say(button, (0, import_i18n6.__)("Alt text replaced.", "picture-optimizer"));
        button.focus();
      } catch (error) {
        wrong.textContent = ` ${problemOf(error).message}`;
      }
    };
    use.addEventListener("click", () => atWork(use, replace));
    line.append(" ", use, wrong);
  }
  var added = (unsure) => unsure ? (0, import_i18n6.__)("Alt text added. Please check it: the model was not sure.", "picture-optimizer") : (0, import_i18n6.__)("Alt text added.", "picture-optimizer");
  function say(button, text, link) {
    const line = button.closest("[data-picopt-buttons]").querySelector('[role="status"]');
    line.textContent = text;
    if (link) {
      const settings = document.createElement("a");
      settings.href = link;
      settings.textContent = (0, import_i18n6.__)("Connect to generate alt text", "picture-optimizer");
      line.append(" ", settings);
    }
    return line;
  }

  // assets-src/media/product.js
  init_jsx();
  var import_i18n7 = __toESM(require_i18n());
  function addProductButton() {
    const box = document.querySelector("#woocommerce-product-images .inside");
    if (!box) {
      return;
    }
    const line = Object.assign(document.createElement("p"), { className: "picopt-product" });
    line.dataset.picoptButtons = "";
    const button = document.createElement("button");
    Object.assign(button, {
      type: "button",
      className: "button",
      textContent: (0, import_i18n7.__)("Generate alt text for the product’s images", "picture-optimizer")
    });
    button.dataset.picoptProduct = "1";
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    line.append(button, " ", status);
    box.append(line);
    const toggle = () => {
      button.disabled = productImages().length === 0;
    };
    new window.MutationObserver(toggle).observe(document.getElementById("poststuff") ?? document.body, { childList: true, subtree: true });
    toggle();
  }
  function productImages() {
    const main = document.getElementById("_thumbnail_id")?.value ?? "";
    const gallery = document.getElementById("product_image_gallery")?.value ?? "";
    return [...new Set([main, ...gallery.split(",")].map(Number))].filter((id) => id > 0);
  }

  // assets-src/media/index.js
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-picopt-put-back], [data-picopt-action], [data-picopt-generate], [data-picopt-product]");
    if (!button) {
      return;
    }
    const { picoptPutBack, picoptAction, picoptIds, picoptGenerate, picoptProduct } = button.dataset;
    if (picoptPutBack) {
      restoreText2(button);
    } else if (picoptGenerate) {
      generate(button, Number(picoptGenerate));
    } else if (picoptProduct) {
      open(button, "optimize", productImages(), "analyze");
    } else {
      open(button, picoptAction, [Number(picoptIds)]);
    }
  });
  function open(button, action, ids, pipeline) {
    openWizard(action, ids, {
      pipeline,
      onProblem: (text) => say(button, text),
      onChanged: () => ids.forEach((id) => window.wp.media?.attachment(id).fetch())
    });
  }
  function start() {
    priceLabels();
    addProductButton();
  }
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
