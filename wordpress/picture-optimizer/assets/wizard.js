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

  // wordpress:@wordpress/components
  var require_components = __commonJS({
    "wordpress:@wordpress/components"(exports, module) {
      init_jsx();
      module.exports = window.wp.components;
    }
  });

  // wordpress:@wordpress/compose
  var require_compose = __commonJS({
    "wordpress:@wordpress/compose"(exports, module) {
      init_jsx();
      module.exports = window.wp.compose;
    }
  });

  // assets-src/wizard/index.jsx
  init_jsx();
  var import_element24 = __toESM(require_element());

  // assets-src/library/audit.js
  init_jsx();
  var import_i18n = __toESM(require_i18n());

  // assets-src/shared/api.js
  init_jsx();
  var import_api_fetch = __toESM(require_api_fetch());
  var at = (path) => `/picture-optimizer/v1${path}`;
  var post = (path, data = {}) => (0, import_api_fetch.default)({ path: at(path), method: "POST", data });
  async function makePlan(request, onProgress, isWanted) {
    let plan = await post("/plans", request);
    onProgress(plan);
    while (!plan.complete && isWanted()) {
      plan = await post(`/plans/${plan.job}/advance`);
      onProgress(plan);
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
  var control = (job, action) => post(`/jobs/${job}/${action}`);
  var tick = (job) => post("/tick", { id: job });
  var revert = (ids) => post("/revert", { ids });
  var previewOf = (id, settings) => post("/previews", { ids: [id], settings });
  async function usageOf(job, onCount, isWanted) {
    const sum = { looked_at: 0, used: 0, places: 0, elsewhere: 0, untouchable: 0, empty_alts: 0, old_alts: 0, more_posts: 0 };
    const posts = /* @__PURE__ */ new Map();
    for (let after = 0; after !== null && isWanted(); ) {
      const part = await (0, import_api_fetch.default)({ path: at(`/plans/${job}/usage?after=${after}`) });
      Object.keys(sum).forEach((name) => {
        sum[name] += part[name];
      });
      part.posts.forEach((page) => posts.set(page.id, { ...page, places: page.places + (posts.get(page.id)?.places ?? 0) }));
      after = part.next;
      onCount({ ...sum, posts: [...posts.values()], complete: after === null });
    }
  }
  var capabilitiesOf = () => (0, import_api_fetch.default)({ path: at("/capabilities") });
  var accountOf = () => (0, import_api_fetch.default)({ path: at("/account") });
  async function allInReview(job) {
    const items = [];
    for (; ; ) {
      const page = await (0, import_api_fetch.default)({ path: at(`/jobs/${job}/review?after=${items.at(-1)?.id ?? 0}`) });
      items.push(...page.items);
      if (page.items.length === 0) {
        return { items, working: page.working };
      }
    }
  }
  var keepDecisions = (item, decisions) => post(`/items/${item}/decisions`, { decisions });
  var acceptText = (item, decisions) => post(`/items/${item}/accept`, { decisions });
  var regenerate = (item, wish) => post(`/items/${item}/regenerate`, { wish });
  var advanceAudit = () => post("/audit/advance");
  var restoreText = (id, field) => post(`/pictures/${id}/texts/revert`, { field });

  // assets-src/library/audit.js
  function startAudit() {
    const place = document.querySelector("[data-picopt-audit]");
    if (!place) {
      return;
    }
    document.getElementById("picopt-tick-all")?.addEventListener("change", ({ target }) => {
      document.querySelectorAll(".picopt-tick").forEach((box) => {
        box.checked = target.checked;
      });
    });
    advance(place);
  }
  var ticked = () => [...document.querySelectorAll(".picopt-tick:checked")].map((box) => Number(box.value));
  function sayNoneIsTicked() {
    document.querySelector(".picopt-none").textContent = (0, import_i18n.__)("Select at least one image.", "picture-optimizer");
  }
  async function advance(place) {
    const unknown = Number(place.dataset.picoptAudit);
    try {
      let now = await advanceAudit();
      while (!now.complete) {
        say(
          place,
          "info",
          (0, import_i18n.sprintf)(
            /* translators: 1: images checked, 2: all images */
            (0, import_i18n.__)("%1$s of %2$s images checked so far…", "picture-optimizer"),
            now.looked_at.toLocaleString(),
            now.total.toLocaleString()
          )
        );
        now = await advanceAudit();
      }
      if (unknown > 0) {
        showNewNumbers(place);
      }
    } catch (problem) {
      say(place, "error", problem.message);
    }
  }
  function showNewNumbers(place) {
    if (ticked().length === 0 && !document.querySelector('[role="dialog"]')) {
      window.location.reload();
      return;
    }
    say(place, "info", (0, import_i18n.__)("All images have been checked.", "picture-optimizer"));
    const link = document.createElement("a");
    link.href = window.location.href;
    link.textContent = (0, import_i18n.__)("Show the new results", "picture-optimizer");
    place.firstChild.append(" ", link);
  }
  function say(place, kind, text) {
    const line = document.createElement("p");
    line.textContent = text;
    place.className = `notice notice-${kind} inline`;
    place.setAttribute("role", kind === "error" ? "alert" : "status");
    place.replaceChildren(line);
  }

  // assets-src/library/grid.js
  init_jsx();
  var import_i18n2 = __toESM(require_i18n());
  function extendGrid(open2) {
    const views = window.wp?.media?.view;
    if (!views?.AttachmentsBrowser) {
      return;
    }
    addBadges(views);
    addButton(views, open2);
    addFilter(views);
  }
  function addBadges(views) {
    const render = views.Attachment.prototype.render;
    views.Attachment.prototype.render = function renderWithBadge(...args) {
      const view = render.apply(this, args);
      const status = this.model.get("picopt");
      this.$el.find(".picopt-on-picture").remove();
      if (status && status.name !== "unprocessed") {
        const badge = document.createElement("span");
        badge.className = `picopt-badge picopt-on-picture picopt-${status.name}`;
        badge.textContent = status.label;
        badge.title = status.detail;
        this.$el.find(".attachment-preview").append(badge);
      }
      return view;
    };
  }
  function addButton(views, open2) {
    const OptimizeButton = views.Button.extend({
      initialize() {
        views.Button.prototype.initialize.apply(this, arguments);
        this.controller.on("select:activate select:deactivate", this.toggle, this);
        this.controller.on("selection:toggle", this.enable, this);
      },
      render() {
        views.Button.prototype.render.apply(this, arguments);
        this.toggle();
        return this;
      },
      toggle() {
        this.$el.toggleClass("hidden", !this.controller.isModeActive("select"));
        this.enable();
      },
      enable() {
        this.model.set("disabled", this.controller.state().get("selection").length === 0);
      },
      click() {
        const chosen = this.controller.state().get("selection").pluck("id");
        if (chosen.length > 0) {
          this.controller.unbindKeydown();
          open2(chosen);
        }
      }
    });
    inToolbar(views, function add() {
      this.toolbar.set(
        "picoptOptimize",
        new OptimizeButton({
          controller: this.controller,
          text: (0, import_i18n2.__)("Optimize", "picture-optimizer"),
          style: "primary",
          size: "",
          priority: -75,
          disabled: true
        }).render()
      );
    });
  }
  function addFilter(views) {
    const StatusFilter = views.AttachmentFilters.extend({
      id: "picopt-grid-filter",
      createFilters() {
        this.filters = {};
        Object.entries(window.pictureOptimizer.statuses).forEach(([value, text], number) => {
          this.filters[value || "any"] = { text, props: { picopt_status: value || null }, priority: 10 * (number + 1) };
        });
      }
    });
    inToolbar(views, function add() {
      this.toolbar.set(
        "picoptFilterLabel",
        new views.Label({
          value: (0, import_i18n2.__)("Filter by optimization status", "picture-optimizer"),
          attributes: { for: "picopt-grid-filter" },
          priority: -75
        }).render()
      );
      this.toolbar.set(
        "picoptFilter",
        new StatusFilter({ controller: this.controller, model: this.collection.props, priority: -75 }).render()
      );
    });
  }
  function inToolbar(views, add) {
    const createToolbar = views.AttachmentsBrowser.prototype.createToolbar;
    views.AttachmentsBrowser.prototype.createToolbar = function createToolbarWithOurs(...args) {
      createToolbar.apply(this, args);
      if (this.controller.isModeActive("grid")) {
        add.call(this);
      }
    };
  }

  // assets-src/job/Live.jsx
  init_jsx();
  var import_components4 = __toESM(require_components());
  var import_i18n11 = __toESM(require_i18n());

  // assets-src/job/JobControls.jsx
  init_jsx();
  var import_components = __toESM(require_components());
  var import_element2 = __toESM(require_element());
  var import_i18n3 = __toESM(require_i18n());
  function JobControls({ progress, act, onReview, children }) {
    const [sure, setSure] = (0, import_element2.useState)(false);
    const paused = progress?.state === "paused";
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, sure ? /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("span", { role: "status" }, (0, import_i18n3.__)("Stop the images that haven’t started? You won’t be charged for them.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(
      import_components.Button,
      {
        variant: "primary",
        isDestructive: true,
        onClick: () => {
          setSure(false);
          act("stop")();
        }
      },
      (0, import_i18n3.__)("Stop", "picture-optimizer")
    ), /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "tertiary", onClick: () => setSure(false) }, (0, import_i18n3.__)("Keep going", "picture-optimizer"))) : /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "secondary", onClick: act(paused ? "resume" : "pause"), disabled: !progress }, paused ? (0, import_i18n3.__)("Resume", "picture-optimizer") : (0, import_i18n3.__)("Pause", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "secondary", isDestructive: true, onClick: () => setSure(true), disabled: !progress }, (0, import_i18n3.__)("Stop", "picture-optimizer"))), progress?.in_review > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "primary", onClick: onReview }, (0, import_i18n3.sprintf)(
      /* translators: %d: number of images */
      (0, import_i18n3._n)("Review %d image", "Review %d images", progress.in_review, "picture-optimizer"),
      progress.in_review
    )), children);
  }

  // assets-src/job/JobStatus.jsx
  init_jsx();
  var import_i18n9 = __toESM(require_i18n());

  // assets-src/job/EachImage.jsx
  init_jsx();
  var import_element4 = __toESM(require_element());
  var import_i18n8 = __toESM(require_i18n());

  // assets-src/shared/ProblemNotice.jsx
  init_jsx();
  var import_components2 = __toESM(require_components());
  var import_compose = __toESM(require_compose());
  var import_element3 = __toESM(require_element());
  var import_i18n4 = __toESM(require_i18n());
  function ProblemNotice({ problem, onRetry }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { role: "alert" }, problem && /* @__PURE__ */ (0, import_element.createElement)(import_components2.Notice, { status: "error", isDismissible: false, politeness: "assertive", spokenMessage: null }, problem.message, onRetry && !problem.isFinal && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, " ", /* @__PURE__ */ (0, import_element.createElement)(import_components2.Button, { variant: "link", onClick: onRetry }, (0, import_i18n4.__)("Retry now", "picture-optimizer"))), problem.requestId && /* @__PURE__ */ (0, import_element.createElement)(RequestId, { id: problem.requestId })));
  }
  function RequestId({ id }) {
    const [copied, setCopied] = (0, import_element3.useState)(false);
    const ref = (0, import_compose.useCopyToClipboard)(id, () => setCopied(true));
    return /* @__PURE__ */ (0, import_element.createElement)("small", { className: "picopt-request-id" }, (0, import_i18n4.__)("Request ID:", "picture-optimizer"), " ", /* @__PURE__ */ (0, import_element.createElement)("code", null, id), " ", /* @__PURE__ */ (0, import_element.createElement)(import_components2.Button, { variant: "link", size: "small", ref, "aria-label": (0, import_i18n4.__)("Copy the request ID", "picture-optimizer") }, copied ? (0, import_i18n4.__)("Copied", "picture-optimizer") : (0, import_i18n4.__)("Copy", "picture-optimizer")));
  }

  // assets-src/shared/problem.js
  init_jsx();
  var import_i18n5 = __toESM(require_i18n());
  var NO_ANSWER = ["fetch_error", "offline_error", "invalid_json"];
  var FINAL = [401, 403, 404, 410];
  function problemOf(error) {
    const status = error?.data?.status ?? 0;
    if (NO_ANSWER.includes(error?.code)) {
      return { code: "unreachable", message: unreachable(), requestId: "", isFinal: false };
    }
    return {
      code: error?.code ?? "unknown",
      message: error?.message || (0, import_i18n5.__)("Something went wrong. Nothing was changed.", "picture-optimizer"),
      requestId: error?.data?.request_id ?? "",
      isFinal: FINAL.includes(status)
    };
  }
  var unreachable = () => (0, import_i18n5.__)(
    "Your site can’t be reached right now. Nothing is lost: what was started goes on there by itself.",
    "picture-optimizer"
  );

  // assets-src/job/Images.jsx
  init_jsx();
  var import_i18n7 = __toESM(require_i18n());

  // assets-src/shared/format.js
  init_jsx();
  var import_i18n6 = __toESM(require_i18n());
  var UNITS = ["B", "kB", "MB", "GB"];
  function bytes(count) {
    let unit = 0;
    let number = count;
    while (number >= 1e3 && unit < UNITS.length - 1) {
      number /= 1e3;
      unit += 1;
    }
    return `${number.toLocaleString(void 0, { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${UNITS[unit]}`;
  }
  function percent(share2) {
    const whole = Math.round(100 * share2);
    const honest = share2 > 0 && share2 < 1 ? Math.min(99, Math.max(1, whole)) : whole;
    return (honest / 100).toLocaleString(void 0, { style: "percent" });
  }
  function change(before, after) {
    if (before <= 0) {
      return bytes(after);
    }
    if (after >= before) {
      return (0, import_i18n6.sprintf)((0, import_i18n6.__)("%s, stays as it is", "picture-optimizer"), bytes(before));
    }
    return (0, import_i18n6.sprintf)(
      /* translators: 1: size before, 2: size after, 3: percentage */
      (0, import_i18n6.__)("%1$s → %2$s (%3$s smaller)", "picture-optimizer"),
      bytes(before),
      bytes(after),
      percent(1 - after / before)
    );
  }
  function duration(seconds) {
    if (seconds < 60) {
      return (0, import_i18n6.__)("a minute", "picture-optimizer");
    }
    const minutes = Math.round(seconds / 60);
    if (minutes < 90) {
      return (0, import_i18n6.sprintf)((0, import_i18n6._n)("%d minute", "%d minutes", minutes, "picture-optimizer"), minutes);
    }
    const hours = Math.round(minutes / 60);
    return (0, import_i18n6.sprintf)((0, import_i18n6._n)("%d hour", "%d hours", hours, "picture-optimizer"), hours);
  }

  // assets-src/job/Images.jsx
  function Images({ items }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-table" }, /* @__PURE__ */ (0, import_element.createElement)("table", { className: "widefat striped" }, /* @__PURE__ */ (0, import_element.createElement)("thead", null, /* @__PURE__ */ (0, import_element.createElement)("tr", null, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n7.__)("Image", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n7.__)("Status", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n7.__)("Size", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n7.__)("Alt text", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n7.__)("Credits", "picture-optimizer")))), /* @__PURE__ */ (0, import_element.createElement)("tbody", null, items.map((item) => /* @__PURE__ */ (0, import_element.createElement)("tr", { key: item.attachment_id }, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "row" }, item.file), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.state_label, " ", item.reason && /* @__PURE__ */ (0, import_element.createElement)("small", null, item.reason)), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.bytes_after > 0 && change(item.bytes_before, item.bytes_after)), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.alt), /* @__PURE__ */ (0, import_element.createElement)("td", { "data-label": (0, import_i18n7.__)("Credits", "picture-optimizer") }, item.credits))))));
  }

  // assets-src/job/EachImage.jsx
  function EachImage({ progress }) {
    const [open2, setOpen] = (0, import_element4.useState)(false);
    const [items, setItems] = (0, import_element4.useState)(null);
    const [problem, setProblem] = (0, import_element4.useState)(null);
    const { job, open: left } = progress;
    (0, import_element4.useEffect)(() => {
      if (!open2) {
        return void 0;
      }
      let wanted2 = true;
      resultsOf(job).then(
        (results) => wanted2 && (setItems(results.items), setProblem(null)),
        (error) => wanted2 && setProblem(problemOf(error))
      );
      return () => {
        wanted2 = false;
      };
    }, [open2, job, left]);
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-more", onToggle: (event) => setOpen(event.currentTarget.open) }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n8.__)("Each image", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }), items && /* @__PURE__ */ (0, import_element.createElement)(Images, { items }));
  }

  // assets-src/job/JobStatus.jsx
  var MOST_LISTED = 500;
  function JobStatus({ progress, onRetry, buyUrl }) {
    const total2 = progress?.total ?? 0;
    const done = total2 - (progress?.open ?? total2);
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("progress", { max: total2 || 1, value: done, "aria-label": (0, import_i18n9.__)("Images done", "picture-optimizer") }), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, (0, import_i18n9.sprintf)(
      /* translators: 1: images done, 2: all images */
      (0, import_i18n9.__)("%1$d of %2$d images done.", "picture-optimizer"),
      done,
      total2
    ), " ", progress?.state === "paused" && (0, import_i18n9.__)("Paused.", "picture-optimizer")), progress && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-pace" }, pace(progress)), progress && /* @__PURE__ */ (0, import_element.createElement)(Reasons, { progress, onRetry, buyUrl }), total2 > 0 && total2 <= MOST_LISTED && /* @__PURE__ */ (0, import_element.createElement)(EachImage, { progress }));
  }
  function pace({ per_minute: perMinute, seconds_left: seconds }) {
    return perMinute === null ? "" : (0, import_i18n9.sprintf)(
      /* translators: 1: images a minute, 2: a duration such as "3 minutes" */
      (0, import_i18n9.__)("%1$s images a minute, about %2$s left.", "picture-optimizer"),
      perMinute.toLocaleString(),
      duration(seconds)
    );
  }
  function Reasons({ progress, onRetry, buyUrl }) {
    const open2 = progress.open > 0 ? progress.reasons : progress.reasons.filter((group) => group.state === "failed");
    return open2.length === 0 ? null : /* @__PURE__ */ (0, import_element.createElement)("ul", { className: "picopt-reasons" }, open2.map((group) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: `${group.state} ${group.code}`, className: `picopt-${group.state}` }, /* @__PURE__ */ (0, import_element.createElement)("strong", null, group.state === "failed" ? failed(group.number) : waiting(group.number)), " ", group.reason, " ", group.advice.text, " ", /* @__PURE__ */ (0, import_element.createElement)(Help, { group, onRetry, buyUrl }))));
  }
  function Help({ group: { advice, state }, onRetry, buyUrl }) {
    const { settingsUrl } = window.pictureOptimizer;
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, advice.link === "buy" && buyUrl && /* @__PURE__ */ (0, import_element.createElement)("a", { href: buyUrl, target: "_blank", rel: "noreferrer" }, (0, import_i18n9.__)("Buy credits", "picture-optimizer")), advice.link === "settings" && settingsUrl && /* @__PURE__ */ (0, import_element.createElement)("a", { href: settingsUrl }, (0, import_i18n9.__)("Settings", "picture-optimizer")), " ", advice.link !== "" && state === "waiting" && onRetry && /* @__PURE__ */ (0, import_element.createElement)("button", { type: "button", className: "button-link", onClick: onRetry }, (0, import_i18n9.__)("Retry now", "picture-optimizer")));
  }
  var waiting = (number) => (
    /* translators: %d: number of images */
    (0, import_i18n9.sprintf)((0, import_i18n9._n)("%d image:", "%d images:", number, "picture-optimizer"), number)
  );
  var failed = (number) => (
    /* translators: %d: number of images */
    (0, import_i18n9.sprintf)((0, import_i18n9._n)("%d image failed:", "%d images failed:", number, "picture-optimizer"), number)
  );

  // assets-src/job/Progress.jsx
  init_jsx();
  var import_components3 = __toESM(require_components());
  var import_element8 = __toESM(require_element());
  var import_i18n10 = __toESM(require_i18n());

  // assets-src/shared/Step.jsx
  init_jsx();
  var import_element5 = __toESM(require_element());
  function Step({ label: label2, problem = null, onRetry, children }) {
    const box = (0, import_element5.useRef)(null);
    (0, import_element5.useEffect)(() => box.current.focus({ preventScroll: true }), []);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { ref: box, tabIndex: -1, role: "group", "aria-label": label2, className: "picopt-step" }, children, /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem, onRetry }));
  }

  // assets-src/job/useJob.js
  init_jsx();
  var import_element7 = __toESM(require_element());

  // assets-src/shared/usePolling.js
  init_jsx();
  var import_element6 = __toESM(require_element());
  var PAUSE_MS = 1500;
  var LONGEST_MS = 3e4;
  var backOff = (pause, failures) => Math.min(LONGEST_MS, pause * 2 ** failures);
  function usePolling(ask, key, pause = PAUSE_MS) {
    const [problem, setProblem] = (0, import_element6.useState)(null);
    const [round, setRound] = (0, import_element6.useState)(0);
    const latest = (0, import_element6.useRef)(ask);
    latest.current = ask;
    const refresh = (0, import_element6.useCallback)(() => setRound((number) => number + 1), []);
    (0, import_element6.useEffect)(() => {
      const loop = { isWanted: true, wake: () => {
      } };
      follow(() => latest.current(), pause, setProblem, loop);
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
  async function follow(ask, pause, say2, loop) {
    let failures = 0;
    while (loop.isWanted) {
      const { goesOn, problem } = await ask().then(
        (answer) => ({ goesOn: answer, problem: null }),
        (error) => ({ goesOn: true, problem: problemOf(error) })
      );
      if (!loop.isWanted) {
        return;
      }
      failures = problem === null ? 0 : failures + 1;
      say2(problem);
      if (!goesOn || problem?.isFinal) {
        return;
      }
      await sleep(backOff(pause, failures), loop);
    }
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

  // assets-src/job/useJob.js
  function useJob(job, onProgress) {
    const [progress, setProgress] = (0, import_element7.useState)(null);
    const [refused, setRefused] = (0, import_element7.useState)(null);
    const { problem, refresh } = usePolling(async () => {
      const now = await progressOf(job);
      setProgress(now);
      onProgress?.(now);
      if (isGoing(now) && hasWork(now)) {
        await tick(job);
      }
      return isGoing(now);
    }, job);
    const act = (action) => async () => {
      setRefused(null);
      try {
        setProgress(await control(job, action));
        refresh();
      } catch (error) {
        setRefused(problemOf(error));
      }
    };
    return { progress, problem: refused ?? problem, refresh, act };
  }
  var isGoing = (progress) => progress.state === "open" || progress.state === "paused";
  var hasWork = (progress) => progress.state === "open" && progress.open > progress.in_review;

  // assets-src/job/Progress.jsx
  function Progress({ job, onDone, onReview, onClose }) {
    const { progress, problem, refresh, act } = useJob(job, (now) => {
      if (!isGoing(now)) {
        onDone();
      } else if (now.in_review > 0 && now.in_review === now.open) {
        onReview();
      }
    });
    const buyUrl = useBuyUrl(progress);
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n10.__)("Progress", "picture-optimizer"), problem, onRetry: refresh }, /* @__PURE__ */ (0, import_element.createElement)(JobStatus, { progress, onRetry: act("resume"), buyUrl }), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n10.__)("You can close this window or the tab: the work continues without it.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(JobControls, { progress, act, onReview }, /* @__PURE__ */ (0, import_element.createElement)(import_components3.Button, { variant: "primary", onClick: onClose }, (0, import_i18n10.__)("Close", "picture-optimizer"))));
  }
  function useBuyUrl(progress) {
    const [url, setUrl] = (0, import_element8.useState)("");
    const wanted2 = progress?.reasons.some((group) => group.advice.link === "buy") ?? false;
    (0, import_element8.useEffect)(() => {
      if (wanted2) {
        accountOf().then((account) => setUrl(account.buy_url), () => {
        });
      }
    }, [wanted2]);
    return url;
  }

  // assets-src/job/Live.jsx
  function Live({ job, onShow }) {
    const { progress, problem, refresh, act } = useJob(job);
    const buyUrl = useBuyUrl(progress);
    const over = progress && !isGoing(progress);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-live" }, /* @__PURE__ */ (0, import_element.createElement)(JobStatus, { progress, onRetry: act("resume"), buyUrl }), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem, onRetry: refresh }), over ? /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components4.Button, { variant: "primary", onClick: onShow }, (0, import_i18n11.__)("Show results", "picture-optimizer"))) : /* @__PURE__ */ (0, import_element.createElement)(JobControls, { progress, act, onReview: onShow }));
  }

  // assets-src/library/restoreText.js
  init_jsx();
  var import_i18n12 = __toESM(require_i18n());
  async function restoreText2(button) {
    const { picoptPutBack: field, picoptPicture: picture } = button.dataset;
    const line = button.closest("li");
    button.disabled = true;
    line.setAttribute("role", "status");
    try {
      await restoreText(Number(picture), field);
      line.textContent = (0, import_i18n12.__)("Restored.", "picture-optimizer");
      if (document.body.classList.contains("post-php")) {
        window.location.reload();
      } else {
        window.wp.media?.attachment(Number(picture)).fetch();
      }
    } catch (error) {
      button.disabled = false;
      line.append(` ${problemOf(error).message}`);
    }
  }

  // assets-src/revert/Revert.jsx
  init_jsx();
  var import_components5 = __toESM(require_components());
  var import_element10 = __toESM(require_element());
  var import_i18n13 = __toESM(require_i18n());

  // assets-src/shared/useRequest.js
  init_jsx();
  var import_element9 = __toESM(require_element());
  function useRequest() {
    const [busy, setBusy] = (0, import_element9.useState)(false);
    const [problem, setProblem] = (0, import_element9.useState)(null);
    const run = async (work) => {
      setBusy(true);
      setProblem(null);
      try {
        await work();
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

  // assets-src/revert/Revert.jsx
  function Revert({ selection: { ids }, onClose }) {
    const [outcomes, setOutcomes] = (0, import_element10.useState)(null);
    const { busy, problem, run } = useRequest();
    const start2 = () => run(async () => setOutcomes((await revert(ids)).items));
    const failed2 = (outcomes ?? []).filter((item) => item.reason !== "");
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components5.Modal,
      {
        title: (0, import_i18n13.__)("Restore originals", "picture-optimizer"),
        overlayClassName: "picopt-overlay",
        onRequestClose: () => onClose(outcomes !== null)
      },
      /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n13.__)("Restore originals", "picture-optimizer"), problem }, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, outcomes === null ? (0, import_i18n13.sprintf)(
        /* translators: %d: number of images */
        (0, import_i18n13._n)(
          "The file, metadata and references of %d image will be as they were before.",
          "The files, metadata and references of %d images will be as they were before.",
          ids.length,
          "picture-optimizer"
        ),
        ids.length
      ) : (0, import_i18n13.__)("Done. Old and new URLs both keep working.", "picture-optimizer")), failed2.length > 0 && /* @__PURE__ */ (0, import_element.createElement)("ul", null, failed2.map((item) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: item.attachment_id }, /* @__PURE__ */ (0, import_element.createElement)("strong", null, item.file), " ", item.reason))), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, outcomes === null && /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "primary", isDestructive: true, onClick: start2, disabled: busy, isBusy: busy, accessibleWhenDisabled: true }, (0, import_i18n13.sprintf)(
        /* translators: %d: number of images */
        (0, import_i18n13._n)("Restore %d original", "Restore %d originals", ids.length, "picture-optimizer"),
        ids.length
      )), /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "secondary", onClick: () => onClose(outcomes !== null) }, (0, import_i18n13.__)("Close", "picture-optimizer"))))
    );
  }

  // assets-src/wizard/Wizard.jsx
  init_jsx();
  var import_components16 = __toESM(require_components());
  var import_element23 = __toESM(require_element());
  var import_i18n30 = __toESM(require_i18n());

  // assets-src/job/Result.jsx
  init_jsx();
  var import_components6 = __toESM(require_components());
  var import_element11 = __toESM(require_element());
  var import_i18n14 = __toESM(require_i18n());
  function Result({ job, onClose }) {
    const [results, setResults] = (0, import_element11.useState)(null);
    const [said, setSaid] = (0, import_element11.useState)("");
    const { busy, problem, run, setProblem } = useRequest();
    (0, import_element11.useEffect)(() => {
      resultsOf(job).then(setResults, (error) => setProblem(problemOf(error)));
    }, [job, setProblem]);
    const changed = (results?.items ?? []).filter((item) => item.state === "delivered");
    const undo = () => run(async () => {
      setSaid((0, import_i18n14.__)("Restoring the originals…", "picture-optimizer"));
      const { items } = await revert(changed.map((item) => item.attachment_id)).catch((error) => {
        setSaid("");
        throw error;
      });
      const back = items.filter((item) => item.state !== "failed").length;
      setSaid((0, import_i18n14.sprintf)((0, import_i18n14.__)("%1$d of %2$d images restored.", "picture-optimizer"), back, items.length));
    });
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n14.__)("Results", "picture-optimizer"), problem }, results && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status", className: "picopt-price" }, summary(changed, results.credits_used)), /* @__PURE__ */ (0, import_element.createElement)(Images, { items: results.items })), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, said), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, changed.length > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_components6.Button, { variant: "tertiary", isDestructive: true, onClick: undo, disabled: busy || said !== "" }, (0, import_i18n14.__)("Restore all originals", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components6.Button, { variant: "primary", onClick: onClose }, (0, import_i18n14.__)("Close", "picture-optimizer"))));
  }
  function summary(changed, credits) {
    const before = changed.reduce((sum, item) => sum + (item.bytes_after ? item.bytes_before : 0), 0);
    const after = changed.reduce((sum, item) => sum + item.bytes_after, 0);
    return [
      (0, import_i18n14.sprintf)(
        /* translators: %d: number of images */
        (0, import_i18n14._n)("%d image optimized", "%d images optimized", changed.length, "picture-optimizer"),
        changed.length
      ),
      after > 0 ? change(before, after) : "",
      /* translators: %d: number of credits */
      (0, import_i18n14.sprintf)((0, import_i18n14._n)("%d credit charged", "%d credits charged", credits, "picture-optimizer"), credits)
    ].filter(Boolean).join(" · ");
  }

  // assets-src/review/Review.jsx
  init_jsx();
  var import_components9 = __toESM(require_components());
  var import_element15 = __toESM(require_element());
  var import_i18n18 = __toESM(require_i18n());

  // assets-src/review/ReviewItem.jsx
  init_jsx();
  var import_components8 = __toESM(require_components());
  var import_element14 = __toESM(require_element());
  var import_i18n17 = __toESM(require_i18n());

  // assets-src/review/Field.jsx
  init_jsx();
  var import_element12 = __toESM(require_element());
  var import_i18n15 = __toESM(require_i18n());

  // assets-src/review/differences.js
  init_jsx();
  var MOST_WORDS = 300;
  function differences(before, after) {
    const a = words(`${before} `);
    const b = words(`${after} `);
    const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i2 = a.length - 1; i2 >= 0; i2 -= 1) {
      for (let j2 = b.length - 1; j2 >= 0; j2 -= 1) {
        length[i2][j2] = a[i2] === b[j2] ? length[i2 + 1][j2 + 1] + 1 : Math.max(length[i2 + 1][j2], length[i2][j2 + 1]);
      }
    }
    const found = [];
    const add = (kind, text) => {
      found.at(-1)?.kind === kind ? found.at(-1).text += text : found.push({ kind, text });
    };
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        add("same", a[i]);
        i += 1;
        j += 1;
      } else if (j === b.length || i < a.length && length[i + 1][j] >= length[i][j + 1]) {
        add("gone", a[i]);
        i += 1;
      } else {
        add("new", b[j]);
        j += 1;
      }
    }
    return found;
  }
  function words(text) {
    const all = text.match(/\S+\s*/g) ?? [];
    return all.length <= MOST_WORDS ? all : [...all.slice(0, MOST_WORDS), all.slice(MOST_WORDS).join("")];
  }

  // assets-src/review/Field.jsx
  function Field({ label: label2, long = false, value, present, byPerson = false, fault = "", onChange }) {
    const id = (0, import_element12.useId)();
    const differs = present !== "" && present !== value.text;
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: value.write ? "picopt-field" : "picopt-field picopt-kept" }, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-field-head" }, /* @__PURE__ */ (0, import_element.createElement)("label", { htmlFor: id }, label2), /* @__PURE__ */ (0, import_element.createElement)("label", null, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "checkbox",
        checked: value.write,
        onChange: (event) => onChange({ ...value, write: event.target.checked })
      }
    ), " ", present === "" ? (0, import_i18n15.__)("Write it", "picture-optimizer") : (0, import_i18n15.__)("Replace the present text", "picture-optimizer"), /* @__PURE__ */ (0, import_element.createElement)("span", { className: "screen-reader-text" }, ": ", label2))), /* @__PURE__ */ (0, import_element.createElement)(
      "textarea",
      {
        id,
        rows: long ? 3 : 1,
        value: value.text,
        "aria-describedby": fault === "" ? void 0 : `${id}-fault`,
        onChange: (event) => onChange({ text: event.target.value, write: true })
      }
    ), fault !== "" && /* @__PURE__ */ (0, import_element.createElement)("p", { id: `${id}-fault`, className: "picopt-fault" }, fault), differs && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-present" }, byPerson ? (0, import_i18n15.__)("Written by a person:", "picture-optimizer") : (0, import_i18n15.__)("Now:", "picture-optimizer"), " ", value.write ? /* @__PURE__ */ (0, import_element.createElement)(Difference, { before: present, after: value.text }) : /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, "“", present, "” ", /* @__PURE__ */ (0, import_element.createElement)("strong", null, (0, import_i18n15.__)("This stays.", "picture-optimizer")))));
  }
  function Difference({ before, after }) {
    return /* @__PURE__ */ (0, import_element.createElement)("span", null, differences(before, after).map(
      ({ kind, text }, number) => kind === "same" ? text : kind === "gone" ? /* @__PURE__ */ (0, import_element.createElement)("del", { key: number }, text) : /* @__PURE__ */ (0, import_element.createElement)("ins", { key: number }, text)
    ));
  }

  // assets-src/review/Regenerate.jsx
  init_jsx();
  var import_components7 = __toESM(require_components());
  var import_element13 = __toESM(require_element());
  var import_i18n16 = __toESM(require_i18n());
  function Regenerate({ item, busy, onAsk }) {
    const [open2, setOpen] = (0, import_element13.useState)(false);
    const [wish, setWish] = (0, import_element13.useState)("");
    const id = (0, import_element13.useId)();
    const price = item.regenerated === 0 ? (0, import_i18n16.__)("The first new version of an image’s metadata is free; each one after that costs up to 1 credit.", "picture-optimizer") : (0, import_i18n16.__)("This costs up to 1 credit.", "picture-optimizer");
    if (!open2) {
      return /* @__PURE__ */ (0, import_element.createElement)(
        import_components7.Button,
        {
          variant: "tertiary",
          onClick: () => setOpen(true),
          disabled: busy,
          "aria-label": (0, import_i18n16.sprintf)(
            /* translators: %s: name of a file */
            (0, import_i18n16.__)("Regenerate for %s", "picture-optimizer"),
            item.file
          )
        },
        (0, import_i18n16.__)("Regenerate…", "picture-optimizer")
      );
    }
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-another", role: "group", "aria-labelledby": id }, /* @__PURE__ */ (0, import_element.createElement)("label", { id }, (0, import_i18n16.__)("What should be different? (optional)", "picture-optimizer"), /* @__PURE__ */ (0, import_element.createElement)("input", { type: "text", maxLength: 500, value: wish, onChange: (event) => setWish(event.target.value) })), /* @__PURE__ */ (0, import_element.createElement)("p", null, price), /* @__PURE__ */ (0, import_element.createElement)(import_components7.Button, { variant: "secondary", onClick: () => onAsk(wish), disabled: busy, isBusy: busy, accessibleWhenDisabled: true }, item.regenerated === 0 ? (0, import_i18n16.__)("Regenerate", "picture-optimizer") : (0, import_i18n16.__)("Regenerate for 1 credit", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components7.Button, { variant: "tertiary", onClick: () => setOpen(false), disabled: busy }, (0, import_i18n16.__)("Cancel", "picture-optimizer")));
  }

  // assets-src/review/ReviewItem.jsx
  var KEEP_MS = 800;
  var labels = {
    alt: (0, import_i18n17.__)("Alt text", "picture-optimizer"),
    title: (0, import_i18n17.__)("Title", "picture-optimizer"),
    caption: (0, import_i18n17.__)("Caption", "picture-optimizer"),
    description: (0, import_i18n17.__)("Description", "picture-optimizer")
  };
  function ReviewItem({ item, register, onGone }) {
    const [decisions, setDecisions] = (0, import_element14.useState)(() => flat(item.decisions));
    const [busy, setBusy] = (0, import_element14.useState)(false);
    const [problem, setProblem] = (0, import_element14.useState)(null);
    const [fault, setFault] = (0, import_element14.useState)(item.fault_of_alt);
    const timer = (0, import_element14.useRef)(0);
    const change2 = (name, value) => {
      const next = { ...decisions, [name]: value };
      setDecisions(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => keep(next), KEEP_MS);
    };
    const keep = async (next) => {
      try {
        setFault((await keepDecisions(item.id, sent(next))).fault_of_alt);
        setProblem(null);
      } catch (error) {
        setProblem(problemOf(error));
      }
    };
    const run = async (work) => {
      clearTimeout(timer.current);
      setBusy(true);
      setProblem(null);
      try {
        await work();
        onGone();
        return true;
      } catch (error) {
        setProblem(refusal(problemOf(error)));
        setBusy(false);
        return false;
      }
    };
    const accept = () => run(() => acceptText(item.id, sent(decisions)));
    (0, import_element14.useEffect)(() => {
      register(accept);
      return () => register(null);
    });
    (0, import_element14.useEffect)(() => () => clearTimeout(timer.current), []);
    return /* @__PURE__ */ (0, import_element.createElement)("li", { className: "picopt-review-item", "aria-label": item.file }, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-review-picture" }, item.thumbnail && /* @__PURE__ */ (0, import_element.createElement)("img", { src: item.thumbnail, alt: "" }), /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-files" }, item.file), item.draft && /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-badge" }, (0, import_i18n17.__)("Draft: please read it carefully", "picture-optimizer"))), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-review-fields" }, Object.keys(labels).map((name) => /* @__PURE__ */ (0, import_element.createElement)(
      Field,
      {
        key: name,
        label: labels[name],
        long: name === "description",
        value: decisions[name],
        present: item.present[name],
        byPerson: item.by_person.includes(name),
        fault: name === "alt" ? fault : "",
        onChange: (value) => change2(name, value)
      }
    )), /* @__PURE__ */ (0, import_element.createElement)(
      Field,
      {
        label: (0, import_i18n17.__)("Tags, separated by commas", "picture-optimizer"),
        value: decisions.tags,
        present: "",
        onChange: (value) => change2("tags", value)
      }
    ), item.renames && /* @__PURE__ */ (0, import_element.createElement)("label", { className: "picopt-name" }, (0, import_i18n17.__)("File name", "picture-optimizer"), /* @__PURE__ */ (0, import_element.createElement)("input", { type: "text", value: decisions.file_name, onChange: (event) => change2("file_name", event.target.value) })), item.note && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, item.note), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(Regenerate, { item, busy, onAsk: (wish) => run(() => regenerate(item.id, wish)) }), /* @__PURE__ */ (0, import_element.createElement)(
      import_components8.Button,
      {
        variant: "secondary",
        onClick: accept,
        disabled: busy,
        isBusy: busy,
        accessibleWhenDisabled: true,
        "aria-label": (0, import_i18n17.sprintf)(
          /* translators: %s: name of a file */
          (0, import_i18n17.__)("Accept the text of %s", "picture-optimizer"),
          item.file
        )
      },
      item.exports ? (0, import_i18n17.__)("Accept and make the files", "picture-optimizer") : (0, import_i18n17.__)("Accept", "picture-optimizer")
    ))));
  }
  function refusal(problem) {
    const kept = (0, import_i18n17.__)("The metadata waits here until you have credits; what you typed is saved.", "picture-optimizer");
    return problem.code === "insufficient_credits" ? { ...problem, message: `${problem.message} ${kept}` } : problem;
  }
  function flat({ fields, tags, file_name }) {
    return { ...fields, tags: { ...tags, text: tags.text.join(", ") }, file_name };
  }
  function sent({ tags, ...others }) {
    const words2 = tags.text.split(",").map((word) => word.trim()).filter((word) => word !== "");
    return { ...others, tags: { ...tags, text: words2 } };
  }

  // assets-src/review/Review.jsx
  var PAUSE_MS2 = 2500;
  function Review({ job, onDone, onClose }) {
    const [items, setItems] = (0, import_element15.useState)(null);
    const [working, setWorking] = (0, import_element15.useState)(0);
    const accepts = (0, import_element15.useRef)(/* @__PURE__ */ new Map());
    const { problem, refresh } = usePolling(
      async () => {
        if (working > 0) {
          await tick(job);
        }
        const now = await allInReview(job);
        setItems(now.items);
        setWorking(now.working);
        if (now.items.length === 0) {
          onDone();
        }
        return now.working > 0;
      },
      job,
      PAUSE_MS2
    );
    const acceptAll = async () => {
      for (const accept of [...accepts.current.values()]) {
        if (!await accept()) {
          return;
        }
      }
    };
    const count = items?.length ?? 0;
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n18.__)("Review", "picture-optimizer"), problem, onRetry: refresh }, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, items === null ? (0, import_i18n18.__)("Fetching the texts …", "picture-optimizer") : (0, import_i18n18.sprintf)(
      /* translators: %d: number of texts */
      (0, import_i18n18._n)("%d text waits for you.", "%d texts wait for you.", count, "picture-optimizer"),
      count
    ), " ", working > 0 && (0, import_i18n18.sprintf)(
      /* translators: %d: number of pictures */
      (0, import_i18n18._n)("%d picture is being worked on.", "%d pictures are being worked on.", working, "picture-optimizer"),
      working
    )), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n18.__)(
      "Nothing is written before you accept it. What you type is kept; you can close this window and come back from the Media Library.",
      "picture-optimizer"
    )), /* @__PURE__ */ (0, import_element.createElement)("ol", { className: "picopt-review" }, (items ?? []).map((item) => /* @__PURE__ */ (0, import_element.createElement)(
      ReviewItem,
      {
        key: `${item.id} ${item.regenerated}`,
        item,
        register: (accept) => {
          accept ? accepts.current.set(item.id, accept) : accepts.current.delete(item.id);
        },
        onGone: refresh
      }
    ))), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons picopt-sticky" }, /* @__PURE__ */ (0, import_element.createElement)(import_components9.Button, { variant: "tertiary", onClick: onClose }, (0, import_i18n18.__)("Later", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components9.Button, { variant: "primary", onClick: acceptAll, disabled: count === 0 }, (0, import_i18n18.sprintf)(
      /* translators: %d: number of texts */
      (0, import_i18n18._n)("Accept %d text as shown", "Accept all %d texts as shown", Math.max(1, count), "picture-optimizer"),
      count
    ))));
  }

  // assets-src/wizard/Choose.jsx
  init_jsx();
  var import_components14 = __toESM(require_components());
  var import_element21 = __toESM(require_element());
  var import_i18n28 = __toESM(require_i18n());

  // assets-src/wizard/Cards.jsx
  init_jsx();
  var import_i18n19 = __toESM(require_i18n());
  var explained = {
    analyze_export: (0, import_i18n19.__)(
      "Writes title, alt text, caption, description and tags, and makes smaller files with descriptive names.",
      "picture-optimizer"
    ),
    analyze: (0, import_i18n19.__)("Writes title, alt text, caption, description and tags. Files don’t change.", "picture-optimizer"),
    export: (0, import_i18n19.__)("Makes smaller files. Metadata and file names don’t change.", "picture-optimizer")
  };
  function Cards({ chosen, onChoose, plans, prices, count }) {
    return /* @__PURE__ */ (0, import_element.createElement)("fieldset", { className: "picopt-cards" }, /* @__PURE__ */ (0, import_element.createElement)("legend", null, (0, import_i18n19.sprintf)(
      /* translators: %d: number of images */
      (0, import_i18n19._n)("%d image selected", "%d images selected", count, "picture-optimizer"),
      count
    )), window.pictureOptimizer.pipelines.map(({ value, label: label2 }) => /* @__PURE__ */ (0, import_element.createElement)("label", { key: value, className: value === chosen ? "picopt-card picopt-chosen" : "picopt-card" }, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "radio",
        name: "picopt-pipeline",
        value,
        checked: value === chosen,
        onChange: () => onChoose(value)
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("strong", null, label2), /* @__PURE__ */ (0, import_element.createElement)("span", null, explained[value]), /* @__PURE__ */ (0, import_element.createElement)("em", null, plans[value]?.complete ? total(plans[value]) : each(prices?.[value])))));
  }
  function each(price) {
    return price === void 0 ? "" : (
      /* translators: %d: number of credits */
      (0, import_i18n19.sprintf)((0, import_i18n19._n)("Up to %d credit per image", "Up to %d credits per image", price, "picture-optimizer"), price)
    );
  }
  function total({ process, credits, left_out: skipped }) {
    if (process === 0) {
      return (0, import_i18n19.__)("Nothing to do: all skipped", "picture-optimizer");
    }
    const sum = (0, import_i18n19.sprintf)((0, import_i18n19._n)("%d credit in total", "%d credits in total", credits, "picture-optimizer"), credits);
    if (skipped === 0) {
      return sum;
    }
    return (0, import_i18n19.sprintf)((0, import_i18n19._n)("%1$s (%2$d skipped)", "%1$s (%2$d skipped)", skipped, "picture-optimizer"), sum, skipped);
  }

  // assets-src/wizard/choices.js
  init_jsx();
  var NAME = "picopt-wizard";
  var REMEMBERED = [
    "format",
    "preset",
    "rename",
    "review",
    "fill_empty_alts",
    "language",
    "tone",
    "brand",
    "keywords",
    "breakpoints",
    "drop_gps"
  ];
  function lastChoices() {
    try {
      const { pipeline, settings } = JSON.parse(window.localStorage.getItem(NAME)) ?? {};
      return { pipeline, settings: only(settings ?? {}) };
    } catch {
      return { settings: {} };
    }
  }
  function remember(pipeline, settings) {
    try {
      window.localStorage.setItem(NAME, JSON.stringify({ pipeline, settings: only(settings) }));
    } catch {
    }
  }
  var only = (settings) => Object.fromEntries(Object.entries(settings).filter(([name]) => REMEMBERED.includes(name)));

  // assets-src/wizard/Footer.jsx
  init_jsx();
  var import_components10 = __toESM(require_components());
  var import_element16 = __toESM(require_element());
  var import_i18n20 = __toESM(require_i18n());
  function Footer({ plan, shown, busy, onStart, onClose }) {
    const missing = plan ? Math.max(0, plan.credits - plan.available) : 0;
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-footer" }, /* @__PURE__ */ (0, import_element.createElement)("div", { role: "status", className: "picopt-price" }, plan ? /* @__PURE__ */ (0, import_element.createElement)(Price, { plan }) : checking(shown)), missing > 0 && /* @__PURE__ */ (0, import_element.createElement)(Shortfall, { plan, missing }), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components10.Button, { variant: "tertiary", onClick: onClose, disabled: busy }, plan?.process === 0 ? (0, import_i18n20.__)("Close", "picture-optimizer") : (0, import_i18n20.__)("Cancel", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(
      import_components10.Button,
      {
        variant: "primary",
        onClick: onStart,
        disabled: !plan || plan.process === 0 || busy,
        isBusy: busy,
        accessibleWhenDisabled: true
      },
      label(plan)
    )));
  }
  function label(plan) {
    if (plan?.process === 0) {
      return (0, import_i18n20.__)("Nothing to optimize", "picture-optimizer");
    }
    return plan ? (
      /* translators: %d: number of images */
      (0, import_i18n20.sprintf)((0, import_i18n20._n)("Optimize %d image", "Optimize %d images", plan.process, "picture-optimizer"), plan.process)
    ) : (0, import_i18n20.__)("Optimize images", "picture-optimizer");
  }
  function checking(plan) {
    return plan && !plan.complete ? (0, import_i18n20.sprintf)(
      /* translators: 1: images checked, 2: all images */
      (0, import_i18n20.__)("Checking images: %1$d of %2$d…", "picture-optimizer"),
      plan.looked_at,
      plan.total
    ) : (0, import_i18n20.__)("Checking images…", "picture-optimizer");
  }
  function Price({ plan }) {
    if (plan.process === 0) {
      return (0, import_i18n20.__)("Nothing to do: all selected images are skipped.", "picture-optimizer");
    }
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("strong", null, (0, import_i18n20.sprintf)(
      /* translators: %d: number of credits */
      (0, import_i18n20._n)("Up to %d credit", "Up to %d credits", plan.credits, "picture-optimizer"),
      plan.credits
    )), " · ", (0, import_i18n20.sprintf)(
      /* translators: 1: credits available, 2: credits afterwards */
      (0, import_i18n20.__)("You have %1$d; at least %2$d will be left.", "picture-optimizer"),
      plan.available,
      Math.max(0, plan.available - plan.credits)
    ), plan.bytes_estimated > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, " · ", (0, import_i18n20.sprintf)(
      /* translators: %s: sizes before and after */
      (0, import_i18n20.__)("Estimated: %s", "picture-optimizer"),
      change(plan.bytes_before, plan.bytes_estimated)
    )));
  }
  function Shortfall({ plan, missing }) {
    const [buyUrl, setBuyUrl] = (0, import_element16.useState)("");
    (0, import_element16.useEffect)(() => {
      accountOf().then(
        (account) => setBuyUrl(account.buy_url),
        () => {
        }
      );
    }, []);
    return /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, plan.available > 0 ? (0, import_i18n20.sprintf)(
      /* translators: %d: number of credits */
      (0, import_i18n20._n)(
        "You are %d credit short. Images are optimized until your credits run out; the rest wait and continue when you add more.",
        "You are %d credits short. Images are optimized until your credits run out; the rest wait and continue when you add more.",
        missing,
        "picture-optimizer"
      ),
      missing
    ) : (0, import_i18n20.__)(
      "You have no credits. You can start now: images wait, nothing is changed or charged, and they continue when you add credits.",
      "picture-optimizer"
    ), " ", buyUrl && /* @__PURE__ */ (0, import_element.createElement)("a", { href: buyUrl, target: "_blank", rel: "noreferrer" }, (0, import_i18n20.__)("Buy credits", "picture-optimizer")));
  }

  // assets-src/wizard/LeftOut.jsx
  init_jsx();
  var import_i18n21 = __toESM(require_i18n());
  var FEW = 5;
  function LeftOut({ items, count }) {
    if (count === 0) {
      return null;
    }
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-left-out", open: count <= FEW }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n21.sprintf)(
      /* translators: %d: number of images */
      (0, import_i18n21._n)("%d image is skipped", "%d images are skipped", count, "picture-optimizer"),
      count
    )), /* @__PURE__ */ (0, import_element.createElement)("ul", null, [...byReason(items)].map(([reason, same]) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: reason }, reason || (0, import_i18n21.__)("No reason given", "picture-optimizer"), " ", /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-files" }, same.map((item) => item.file).join(", "))))), count > items.length && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n21.__)("… and more.", "picture-optimizer")));
  }
  function byReason(items) {
    const groups = /* @__PURE__ */ new Map();
    for (const item of items) {
      groups.set(item.reason, [...groups.get(item.reason) ?? [], item]);
    }
    return groups;
  }

  // assets-src/wizard/MoreSettings.jsx
  init_jsx();
  var import_components11 = __toESM(require_components());
  var import_i18n22 = __toESM(require_i18n());
  function MoreSettings({ settings, set, exports, analyses }) {
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-more" }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n22.__)("More settings", "picture-optimizer")), exports && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(
      import_components11.TextControl,
      {
        label: (0, import_i18n22.__)("Additional srcset widths", "picture-optimizer"),
        help: (0, import_i18n22.__)("In pixels, besides the site’s own sizes. For example: 480, 1440", "picture-optimizer"),
        value: [].concat(settings.breakpoints).join(", "),
        onChange: (text) => set("breakpoints")(text.split(",").map((width) => width.trimStart())),
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      import_components11.CheckboxControl,
      {
        label: (0, import_i18n22.__)("Remove GPS location", "picture-optimizer"),
        checked: settings.drop_gps,
        onChange: set("drop_gps"),
        __nextHasNoMarginBottom: true
      }
    )), analyses && /* @__PURE__ */ (0, import_element.createElement)(
      import_components11.CheckboxControl,
      {
        label: (0, import_i18n22.__)("Update alt text in existing content where it still equals the image’s old alt text", "picture-optimizer"),
        checked: settings.replace_old_alts,
        onChange: set("replace_old_alts"),
        __nextHasNoMarginBottom: true
      }
    ));
  }

  // assets-src/wizard/Presets.jsx
  init_jsx();
  var import_i18n23 = __toESM(require_i18n());

  // assets-src/wizard/estimates.js
  init_jsx();
  function bytesByPreset({ bits, format, preset, before, estimated }) {
    const typical = bits?.[TYPICAL[format] ?? format];
    if (!typical?.[preset] || estimated <= 0) {
      return {};
    }
    const scaled = (value) => Math.min(before, Math.round(estimated * value / typical[preset]));
    return Object.fromEntries(Object.entries(typical).map(([name, value]) => [name, scaled(value)]));
  }
  var TYPICAL = { auto: "avif", original: "jpeg" };

  // assets-src/wizard/Presets.jsx
  function Presets({ settings, plan, estimates, onChoose }) {
    const sizes = bytesByPreset({
      bits: estimates?.bits_per_pixel,
      format: settings.format,
      preset: settings.preset,
      before: plan?.bytes_before ?? 0,
      estimated: plan?.bytes_estimated ?? 0
    });
    return /* @__PURE__ */ (0, import_element.createElement)("fieldset", { className: "picopt-presets" }, /* @__PURE__ */ (0, import_element.createElement)("legend", null, (0, import_i18n23.__)("Quality", "picture-optimizer")), window.pictureOptimizer.presets.map(({ value, label: label2 }) => /* @__PURE__ */ (0, import_element.createElement)("label", { key: value, className: value === settings.preset ? "picopt-preset picopt-chosen" : "picopt-preset" }, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "radio",
        name: "picopt-preset",
        value,
        checked: value === settings.preset,
        onChange: () => onChoose(value)
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("strong", null, label2), /* @__PURE__ */ (0, import_element.createElement)("small", null, sizes[value] > 0 ? saving(plan.bytes_before, sizes[value]) : ""))));
  }
  function saving(before, after) {
    return after >= before ? (0, import_i18n23.__)("No smaller", "picture-optimizer") : (0, import_i18n23.sprintf)(
      /* translators: 1: estimated size, 2: percentage */
      (0, import_i18n23.__)("about %1$s, %2$s smaller", "picture-optimizer"),
      bytes(after),
      percent(1 - after / before)
    );
  }

  // assets-src/wizard/Samples.jsx
  init_jsx();
  var import_components12 = __toESM(require_components());
  var import_element18 = __toESM(require_element());
  var import_i18n25 = __toESM(require_i18n());

  // assets-src/wizard/Compare.jsx
  init_jsx();
  var import_element17 = __toESM(require_element());
  var import_i18n24 = __toESM(require_i18n());
  function Compare({ before, after, name, actualSize }) {
    const [at2, setAt] = (0, import_element17.useState)(50);
    const stack = (0, import_element17.useRef)(null);
    const follow2 = (event) => {
      if (event.buttons & 1) {
        setAt(share(event.clientX, stack.current.getBoundingClientRect()));
      }
    };
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: actualSize ? "picopt-compare picopt-actual" : "picopt-compare" }, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-compare-view" }, /* @__PURE__ */ (0, import_element.createElement)(
      "div",
      {
        ref: stack,
        className: "picopt-compare-stack",
        onPointerDown: (event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture?.(event.pointerId);
          follow2(event);
        },
        onPointerMove: follow2
      },
      /* @__PURE__ */ (0, import_element.createElement)("img", { src: after, alt: "", draggable: false }),
      /* @__PURE__ */ (0, import_element.createElement)("img", { src: before, alt: "", draggable: false, style: { clipPath: (0, import_i18n24.isRTL)() ? `inset(0 0 0 ${100 - at2}%)` : `inset(0 ${100 - at2}% 0 0)` } }),
      /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-compare-line", style: { insetInlineStart: `${at2}%` } }),
      /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-compare-before" }, (0, import_i18n24.__)("Before", "picture-optimizer")),
      /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-compare-after" }, (0, import_i18n24.__)("After", "picture-optimizer"))
    )), /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "range",
        min: "0",
        max: "100",
        value: at2,
        "aria-label": (0, import_i18n24.sprintf)(
          /* translators: %s: name of a file */
          (0, import_i18n24.__)("How much of the original of %s is shown", "picture-optimizer"),
          name
        ),
        onChange: (event) => setAt(Number(event.target.value))
      }
    ));
  }
  function share(x, { left, right, width }) {
    const distance = (0, import_i18n24.isRTL)() ? right - x : x - left;
    return Math.round(100 * Math.min(1, Math.max(0, distance / width)));
  }

  // assets-src/wizard/Samples.jsx
  var MOST = 5;
  var AT_FIRST = 3;
  function Samples({ samples, settings }) {
    return samples.length === 0 ? null : /* @__PURE__ */ (0, import_element.createElement)(Preview, { samples, settings });
  }
  function Preview({ samples, settings }) {
    const [picked, setPicked] = (0, import_element18.useState)(null);
    const [results, setResults] = (0, import_element18.useState)({});
    const [actualSize, setActualSize] = (0, import_element18.useState)(false);
    const { busy, problem, run } = useRequest();
    const chosen = picked ?? samples.slice(0, AT_FIRST).map(({ id }) => id);
    const key = JSON.stringify([settings.format, settings.preset]);
    const fresh = samples.filter(({ id }) => chosen.includes(id) && results[id]?.key === key);
    const toggle = (id) => setPicked(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
    const show = () => run(async () => {
      for (const id of chosen.filter((each2) => results[each2]?.key !== key)) {
        const result = await previewOf(id, settings);
        setResults((all) => ({ ...all, [id]: { ...result, key } }));
      }
    });
    return /* @__PURE__ */ (0, import_element.createElement)("section", { className: "picopt-samples", "aria-label": (0, import_i18n25.__)("Preview", "picture-optimizer") }, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-thumbnails" }, samples.map(({ id, file, thumbnail }) => /* @__PURE__ */ (0, import_element.createElement)("label", { key: id, title: file }, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "checkbox",
        checked: chosen.includes(id),
        disabled: !chosen.includes(id) && chosen.length >= MOST,
        onChange: () => toggle(id)
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("img", { src: thumbnail, alt: file, width: "56", height: "56", loading: "lazy" })))), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, fresh.length > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_components12.Button, { variant: "tertiary", "aria-pressed": actualSize, onClick: () => setActualSize(!actualSize) }, actualSize ? (0, import_i18n25.__)("Fit to width", "picture-optimizer") : (0, import_i18n25.__)("Actual size (1:1)", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(
      import_components12.Button,
      {
        variant: "secondary",
        onClick: show,
        isBusy: busy,
        disabled: busy || chosen.length === 0,
        accessibleWhenDisabled: true
      },
      (0, import_i18n25.sprintf)(
        /* translators: %d: number of images */
        (0, import_i18n25._n)("Preview %d image (free)", "Preview %d images (free)", chosen.length, "picture-optimizer"),
        chosen.length
      )
    )), /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }), /* @__PURE__ */ (0, import_element.createElement)("ul", { className: "picopt-compared", role: "status" }, fresh.map(({ id, file }) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: id }, /* @__PURE__ */ (0, import_element.createElement)(Compare, { before: results[id].before, after: results[id].after, name: file, actualSize }), /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)("strong", null, file), " ", verdict(results[id]))))));
  }
  function verdict({ before_bytes: before, after_bytes: after, score }) {
    return after >= before ? (0, import_i18n25.__)("Stays as it is: no smaller version found.", "picture-optimizer") : (0, import_i18n25.sprintf)(
      /* translators: 1: sizes before and after, 2: score from 0 to 100 */
      (0, import_i18n25.__)("%1$s at this size, visual quality %2$s of 100", "picture-optimizer"),
      change(before, after),
      score.toFixed(0)
    );
  }

  // assets-src/wizard/TextSettings.jsx
  init_jsx();
  var import_components13 = __toESM(require_components());
  var import_i18n26 = __toESM(require_i18n());
  var common = { __nextHasNoMarginBottom: true, __next40pxDefaultSize: true };
  var TONES = [
    { value: "", label: (0, import_i18n26.__)("Neutral", "picture-optimizer") },
    { value: "friendly", label: (0, import_i18n26.__)("Friendly", "picture-optimizer") },
    { value: "formal", label: (0, import_i18n26.__)("Formal", "picture-optimizer") },
    { value: "playful", label: (0, import_i18n26.__)("Playful", "picture-optimizer") },
    { value: "technical", label: (0, import_i18n26.__)("Technical", "picture-optimizer") }
  ];
  function TextSettings({ settings, set, analysis }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-settings" }, /* @__PURE__ */ (0, import_element.createElement)(Language, { value: settings.language, onChange: set("language"), languages: analysis?.languages ?? [] }), analysis && !analysis.draft && /* @__PURE__ */ (0, import_element.createElement)(Tone, { value: settings.tone, onChange: set("tone") }), /* @__PURE__ */ (0, import_element.createElement)(
      import_components13.TextControl,
      {
        ...common,
        label: (0, import_i18n26.__)("Brand", "picture-optimizer"),
        help: (0, import_i18n26.__)("Added to titles.", "picture-optimizer"),
        value: settings.brand,
        onChange: set("brand")
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      import_components13.TextControl,
      {
        ...common,
        label: (0, import_i18n26.__)("Keywords", "picture-optimizer"),
        help: (0, import_i18n26.__)("Used where they fit the image. Separate with commas.", "picture-optimizer"),
        value: [].concat(settings.keywords).join(", "),
        onChange: (text) => set("keywords")(text.split(",").map((word) => word.trimStart()))
      }
    ), analysis?.draft && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-wide" }, (0, import_i18n26.__)(
      "The service’s built-in model writes drafts: please review them before they are published.",
      "picture-optimizer"
    )));
  }
  function Language({ value, onChange, languages }) {
    const own = { value: "", label: (0, import_i18n26.__)("The image’s or the site’s own", "picture-optimizer") };
    const named = [.../* @__PURE__ */ new Set([...languages, ...value ? [value] : []])];
    if (languages.length === 0) {
      return /* @__PURE__ */ (0, import_element.createElement)(
        import_components13.TextControl,
        {
          ...common,
          label: (0, import_i18n26.__)("Language", "picture-optimizer"),
          help: (0, import_i18n26.__)("For example en, de or pt-BR. Leave empty for the image’s or the site’s own.", "picture-optimizer"),
          value,
          onChange
        }
      );
    }
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components13.SelectControl,
      {
        ...common,
        label: (0, import_i18n26.__)("Language", "picture-optimizer"),
        value,
        options: [own, ...named.map((tag) => ({ value: tag, label: languageName(tag) }))],
        onChange
      }
    );
  }
  function Tone({ value, onChange }) {
    const options = TONES.some((tone) => tone.value === value) ? TONES : [...TONES, { value, label: value }];
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components13.SelectControl,
      {
        ...common,
        label: (0, import_i18n26.__)("Tone", "picture-optimizer"),
        value,
        options,
        onChange
      }
    );
  }
  function languageName(tag) {
    try {
      return new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "language" }).of(tag) ?? tag;
    } catch {
      return tag;
    }
  }

  // assets-src/wizard/Usage.jsx
  init_jsx();
  var import_element19 = __toESM(require_element());
  var import_i18n27 = __toESM(require_i18n());
  function Usage({ plan }) {
    const [count, setCount] = (0, import_element19.useState)(null);
    const [problem, setProblem] = (0, import_element19.useState)(null);
    (0, import_element19.useEffect)(() => {
      let wanted2 = true;
      setCount(null);
      usageOf(
        plan.job,
        (now) => wanted2 && setCount(now),
        () => wanted2
      ).catch((error) => wanted2 && setProblem(problemOf(error)));
      return () => {
        wanted2 = false;
      };
    }, [plan.job]);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-usage" }, /* @__PURE__ */ (0, import_element.createElement)(ProblemNotice, { problem }), /* @__PURE__ */ (0, import_element.createElement)("div", { role: "status" }, !problem && !count && (0, import_i18n27.__)("Finding out where these images are used…", "picture-optimizer"), count && /* @__PURE__ */ (0, import_element.createElement)(Counted, { count, plan })));
  }
  function Counted({ count, plan }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)("strong", null, plan.renames ? places(count) : placesKept(count)), " ", !count.complete && (0, import_i18n27.sprintf)(
      /* translators: 1: images checked, 2: all images */
      (0, import_i18n27.__)("(%1$d of %2$d images checked so far)", "picture-optimizer"),
      count.looked_at,
      plan.process
    )), count.places > 0 && /* @__PURE__ */ (0, import_element.createElement)(Where, { count }), count.untouchable > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, (0, import_i18n27.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n27._n)(
        "%d more place holds data of another plugin that can’t be read safely. It isn’t changed; the old URL keeps working.",
        "%d more places hold data of other plugins that can’t be read safely. They aren’t changed; the old URLs keep working.",
        count.untouchable,
        "picture-optimizer"
      ),
      count.untouchable
    )), count.empty_alts > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n27.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n27._n)(
        "Up to %d missing alt text in existing content will be filled in.",
        "Up to %d missing alt texts in existing content will be filled in.",
        count.empty_alts,
        "picture-optimizer"
      ),
      count.empty_alts
    )), count.old_alts > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n27.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n27._n)(
        "Up to %d alt text in existing content that equals the old one will be replaced.",
        "Up to %d alt texts in existing content that equal the old ones will be replaced.",
        count.old_alts,
        "picture-optimizer"
      ),
      count.old_alts
    )));
  }
  function places(count) {
    return count.places === 0 ? (0, import_i18n27.__)("Not used anywhere on the site yet.", "picture-optimizer") : (0, import_i18n27.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n27._n)("Used in %d place, which will be updated.", "Used in %d places, which will be updated.", count.places, "picture-optimizer"),
      count.places
    );
  }
  function placesKept(count) {
    return count.places === 0 ? (0, import_i18n27.__)("Not used anywhere on the site yet.", "picture-optimizer") : (0, import_i18n27.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n27._n)("Used in %d place; files don’t change.", "Used in %d places; files don’t change.", count.places, "picture-optimizer"),
      count.places
    );
  }
  function Where({ count }) {
    return /* @__PURE__ */ (0, import_element.createElement)("details", null, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n27.__)("Where?", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("ul", null, count.posts.map((post2) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: post2.id }, post2.edit ? /* @__PURE__ */ (0, import_element.createElement)("a", { href: post2.edit, target: "_blank", rel: "noreferrer" }, post2.title) : post2.title, " ", "(", post2.places, ")")), count.more_posts > 0 && /* @__PURE__ */ (0, import_element.createElement)("li", null, (0, import_i18n27.sprintf)(
      /* translators: %d: number of pages */
      (0, import_i18n27._n)("%d more page", "%d more pages", count.more_posts, "picture-optimizer"),
      count.more_posts
    )), count.elsewhere > 0 && /* @__PURE__ */ (0, import_element.createElement)("li", null, (0, import_i18n27.__)("Widgets, options, categories and comments", "picture-optimizer"), " (", count.elsewhere, ")")));
  }

  // assets-src/wizard/usePlans.js
  init_jsx();
  var import_element20 = __toESM(require_element());
  var QUIET_MS = 500;
  var MOST_FOR_ALL = 500;
  function usePlans({ selection, pipeline, pipelines, settings }) {
    const [plans, setPlans] = (0, import_element20.useState)({});
    const [problem, setProblem] = (0, import_element20.useState)(null);
    const [round, setRound] = (0, import_element20.useState)(0);
    const jobs = (0, import_element20.useRef)({});
    const latest = (0, import_element20.useRef)(plans);
    latest.current = plans;
    const key = JSON.stringify([settings, round]);
    const refresh = (0, import_element20.useCallback)(() => setRound((number) => number + 1), []);
    (0, import_element20.useEffect)(() => {
      const work = { isWanted: true };
      const keep = (name) => (plan2) => {
        jobs.current[name] = plan2.job;
        if (work.isWanted) {
          setPlans((all) => ({ ...all, [name]: { ...plan2, key } }));
        }
      };
      const others = selection.count <= MOST_FOR_ALL ? pipelines.filter((name) => name !== pipeline) : [];
      const planAll = async () => {
        setProblem(null);
        for (const name of [pipeline, ...others].filter((each2) => !isReady(latest.current[each2], key))) {
          const request = { ...wanted(selection), pipeline: name, settings, replaces: jobs.current[name] ?? 0 };
          await makePlan(request, keep(name), () => work.isWanted);
        }
      };
      const timer = setTimeout(
        () => planAll().catch((error) => work.isWanted && setProblem(problemOf(error))),
        QUIET_MS
      );
      return () => {
        work.isWanted = false;
        clearTimeout(timer);
      };
    }, [selection, pipeline, key]);
    const plan = isReady(plans[pipeline], key) ? plans[pipeline] : null;
    (0, import_element20.useEffect)(() => {
      if (!plan?.quote_expires) {
        return void 0;
      }
      const timer = setTimeout(refresh, Math.max(1e3, plan.quote_expires * 1e3 - Date.now() - 1e4));
      return () => clearTimeout(timer);
    }, [plan?.job, plan?.quote_expires, refresh]);
    return { plans, plan, problem, refresh };
  }
  var isReady = (plan, key) => plan?.complete && plan.key === key;
  var wanted = ({ ids, select }) => select ? { select } : { ids };

  // assets-src/wizard/Choose.jsx
  function Choose({ selection, onClose, onStarted }) {
    const { formats, pipelines, settings: defaults } = window.pictureOptimizer;
    const names = (0, import_element21.useMemo)(() => pipelines.map(({ value }) => value), [pipelines]);
    const last = (0, import_element21.useMemo)(lastChoices, []);
    const [pipeline, setPipeline] = (0, import_element21.useState)(selection.pipeline ?? known(last.pipeline, names) ?? names[0]);
    const [settings, setSettings] = (0, import_element21.useState)({ ...defaults, review: false, ...last.settings, reprocess: false });
    const set = (name) => (value) => setSettings((all) => ({ ...all, [name]: value }));
    const [capabilities, capabilitiesProblem] = useCapabilities();
    const { plans, plan, problem, refresh } = usePlans({ selection, pipeline, pipelines: names, settings });
    const { busy, problem: refused, run } = useRequest();
    const start2 = () => run(async () => {
      await confirmPlan(plan).catch((error) => {
        refresh();
        throw error;
      });
      remember(pipeline, settings);
      onStarted(plan);
    });
    const exports = pipeline !== "analyze";
    const analyses = pipeline !== "export";
    const shown = plans[pipeline];
    return /* @__PURE__ */ (0, import_element.createElement)(
      Step,
      {
        label: (0, import_i18n28.__)("Choose what to do", "picture-optimizer"),
        problem: refused ?? problem ?? capabilitiesProblem,
        onRetry: refresh
      },
      /* @__PURE__ */ (0, import_element.createElement)(Cards, { chosen: pipeline, onChoose: setPipeline, plans, prices: capabilities?.prices, count: selection.count }),
      exports && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-settings" }, /* @__PURE__ */ (0, import_element.createElement)(
        import_components14.SelectControl,
        {
          label: (0, import_i18n28.__)("Format", "picture-optimizer"),
          value: settings.format,
          options: formats,
          onChange: set("format"),
          __nextHasNoMarginBottom: true,
          __next40pxDefaultSize: true
        }
      )), /* @__PURE__ */ (0, import_element.createElement)(Presets, { settings, plan: shown, estimates: capabilities?.estimates, onChoose: set("preset") }), /* @__PURE__ */ (0, import_element.createElement)(Samples, { samples: shown?.samples ?? [], settings })),
      analyses && /* @__PURE__ */ (0, import_element.createElement)(TextSettings, { settings, set, analysis: capabilities?.analysis }),
      exports && analyses && /* @__PURE__ */ (0, import_element.createElement)(Choice, { label: (0, import_i18n28.__)("Rename files to match what they show", "picture-optimizer"), of: [settings, set, "rename"] }),
      analyses && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(Choice, { label: (0, import_i18n28.__)("Review metadata before it is published", "picture-optimizer"), of: [settings, set, "review"] }), /* @__PURE__ */ (0, import_element.createElement)(
        Choice,
        {
          label: (0, import_i18n28.__)("Fill in missing alt text for these images in existing content", "picture-optimizer"),
          of: [settings, set, "fill_empty_alts"]
        }
      ), /* @__PURE__ */ (0, import_element.createElement)(
        Choice,
        {
          label: (0, import_i18n28.__)("Replace text written by someone on your team", "picture-optimizer"),
          of: [settings, set, "overwrite_text"]
        }
      )),
      /* @__PURE__ */ (0, import_element.createElement)(MoreSettings, { settings, set, exports, analyses }),
      shown?.complete && shown.process > 0 && /* @__PURE__ */ (0, import_element.createElement)(Usage, { plan: shown }),
      shown && /* @__PURE__ */ (0, import_element.createElement)(LeftOut, { items: [...shown.skipped, ...shown.failed], count: shown.left_out }),
      /* @__PURE__ */ (0, import_element.createElement)(
        Choice,
        {
          label: (0, import_i18n28.__)("Optimize images again that are already done (charged again)", "picture-optimizer"),
          of: [settings, set, "reprocess"]
        }
      ),
      /* @__PURE__ */ (0, import_element.createElement)(Footer, { plan, shown, busy, onStart: start2, onClose })
    );
  }
  var known = (value, values) => values.includes(value) ? value : void 0;
  function Choice({ label: label2, of: [settings, set, name] }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_components14.CheckboxControl, { label: label2, checked: settings[name], onChange: set(name), __nextHasNoMarginBottom: true });
  }
  function useCapabilities() {
    const [found, setFound] = (0, import_element21.useState)(null);
    const [problem, setProblem] = (0, import_element21.useState)(null);
    (0, import_element21.useEffect)(() => {
      capabilitiesOf().then(setFound, (error) => setProblem(problemOf(error)));
    }, []);
    return [found, problem];
  }

  // assets-src/wizard/Connect.jsx
  init_jsx();
  var import_components15 = __toESM(require_components());
  var import_element22 = __toESM(require_element());
  var import_i18n29 = __toESM(require_i18n());
  function Connect({ selection }) {
    const { connection } = window.pictureOptimizer;
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n29.__)("Connect", "picture-optimizer") }, /* @__PURE__ */ (0, import_element.createElement)("p", null, connection.obstacle), connection.form ? /* @__PURE__ */ (0, import_element.createElement)(Form, { connection, selection }) : /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n29.__)("Please ask an administrator of this site to connect it.", "picture-optimizer")));
  }
  function Form({ connection: { url, form, settingsUrl }, selection }) {
    const [service, setService] = (0, import_element22.useState)(url);
    return /* @__PURE__ */ (0, import_element.createElement)("form", { method: "post", action: form.action }, /* @__PURE__ */ (0, import_element.createElement)("input", { type: "hidden", name: "action", value: form.name }), /* @__PURE__ */ (0, import_element.createElement)("input", { type: "hidden", name: "_wpnonce", value: form.nonce }), /* @__PURE__ */ (0, import_element.createElement)("input", { type: "hidden", name: "back", value: backTo(window.location.href, selection) }), /* @__PURE__ */ (0, import_element.createElement)(
      import_components15.TextControl,
      {
        label: (0, import_i18n29.__)("Service address", "picture-optimizer"),
        help: (0, import_i18n29.__)("You sign in or sign up there, confirm, and come straight back to these images.", "picture-optimizer"),
        type: "url",
        name: "service_url",
        required: true,
        placeholder: "https://api.example.com",
        value: service,
        onChange: setService,
        readOnly: form.fixed,
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components15.Button, { variant: "link", href: settingsUrl }, (0, import_i18n29.__)("Use an API key instead", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components15.Button, { variant: "primary", type: "submit" }, (0, import_i18n29.__)("Connect", "picture-optimizer"))));
  }
  function backTo(address, { ids }) {
    const url = new URL(address);
    if (ids?.length > 0) {
      url.searchParams.set("picopt_action", "optimize");
      url.searchParams.set("picopt_ids", ids.join(","));
    }
    return url.href;
  }

  // assets-src/wizard/Wizard.jsx
  var titles = {
    connect: (0, import_i18n30.__)("Connect to optimize images", "picture-optimizer"),
    choose: (0, import_i18n30.__)("Optimize images", "picture-optimizer"),
    progress: (0, import_i18n30.__)("Optimizing images", "picture-optimizer"),
    review: (0, import_i18n30.__)("Review", "picture-optimizer"),
    result: (0, import_i18n30.__)("Results", "picture-optimizer")
  };
  function Wizard({ selection, jobId, onClose }) {
    const [job, setJob] = (0, import_element23.useState)(jobId);
    const [step, setStep] = (0, import_element23.useState)(() => firstStep(jobId));
    const steps = {
      connect: () => /* @__PURE__ */ (0, import_element.createElement)(Connect, { selection }),
      choose: () => /* @__PURE__ */ (0, import_element.createElement)(
        Choose,
        {
          selection,
          onClose: () => onClose(false),
          onStarted: (plan) => {
            setJob(plan.job);
            setStep("progress");
          }
        }
      ),
      progress: () => /* @__PURE__ */ (0, import_element.createElement)(
        Progress,
        {
          job,
          onDone: () => setStep("result"),
          onReview: () => setStep("review"),
          onClose: () => onClose(true)
        }
      ),
      review: () => /* @__PURE__ */ (0, import_element.createElement)(Review, { job, onDone: () => setStep("progress"), onClose: () => onClose(true) }),
      result: () => /* @__PURE__ */ (0, import_element.createElement)(Result, { job, onClose: () => onClose(true) })
    };
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components16.Modal,
      {
        title: titles[step],
        className: "picopt-wizard",
        overlayClassName: "picopt-overlay",
        onRequestClose: () => onClose(step !== "choose" && step !== "connect"),
        shouldCloseOnClickOutside: false
      },
      steps[step]()
    );
  }
  function firstStep(job) {
    if (job) {
      return "progress";
    }
    return window.pictureOptimizer.connection.ready ? "choose" : "connect";
  }

  // assets-src/wizard/index.jsx
  function open(action, selection, jobId = 0) {
    const holder = document.body.appendChild(document.createElement("div"));
    const opener = holder.ownerDocument.activeElement;
    const root = (0, import_element24.createRoot)(holder);
    const close = (changed) => {
      root.unmount();
      holder.remove();
      if (changed) {
        reloadWithoutAction();
      } else {
        opener?.focus();
      }
    };
    const Screen = action === "revert" ? Revert : Wizard;
    root.render(/* @__PURE__ */ (0, import_element.createElement)(Screen, { selection, jobId, onClose: close }));
  }
  function reloadWithoutAction() {
    const url = new URL(window.location);
    url.searchParams.delete("picopt_action");
    url.searchParams.delete("picopt_ids");
    window.location.assign(url);
  }
  var byIds = (ids) => ({ ids, count: ids.length });
  function parseIds(text) {
    return (text ?? "").split(",").map(Number).filter((id) => Number.isInteger(id) && id > 0);
  }
  function start() {
    document.addEventListener("click", (event) => {
      const former = event.target.closest("[data-picopt-put-back]");
      if (former) {
        restoreText2(former);
        return;
      }
      const link = event.target.closest("[data-picopt-action]");
      if (link) {
        event.preventDefault();
        const { picoptAction, picoptIds, picoptSelect, picoptCount, picoptJob, picoptTicked, picoptPipeline } = link.dataset;
        if (picoptTicked) {
          const chosen = ticked();
          if (chosen.length > 0) {
            open(picoptAction, { ...byIds(chosen), pipeline: picoptPipeline });
          } else {
            sayNoneIsTicked();
          }
          return;
        }
        const selection = picoptSelect ? { select: picoptSelect, count: Number(picoptCount) } : byIds(parseIds(picoptIds));
        open(picoptAction, selection, Number(picoptJob ?? 0));
      }
    });
    startAudit();
    for (const place of document.querySelectorAll("[data-picopt-live]")) {
      const job = Number(place.dataset.picoptLive);
      (0, import_element24.createRoot)(place).render(/* @__PURE__ */ (0, import_element.createElement)(Live, { job, onShow: () => open("optimize", byIds([]), job) }));
    }
    const { action, ids } = window.pictureOptimizer.asked;
    if (ids.length > 0) {
      open(action, byIds(ids));
    }
  }
  extendGrid((ids) => open("optimize", byIds(ids)));
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
