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

  // assets-src/wizard/index.jsx
  init_jsx();
  var import_element18 = __toESM(require_element());

  // assets-src/wizard/audit.js
  init_jsx();
  var import_i18n = __toESM(require_i18n());

  // assets-src/wizard/api.js
  init_jsx();
  var import_api_fetch = __toESM(require_api_fetch());
  var at = (path) => `/picture-optimizer/v1${path}`;
  var post = (path, data = {}) => (0, import_api_fetch.default)({ path: at(path), method: "POST", data });
  async function makePlan(request, onProgress) {
    let plan = await post("/plans", request);
    while (!plan.complete) {
      onProgress(plan);
      plan = await post(`/plans/${plan.job}/advance`);
    }
    return plan;
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
      part.posts.forEach((post2) => posts.set(post2.id, { ...post2, places: post2.places + (posts.get(post2.id)?.places ?? 0) }));
      after = part.next;
      onCount({ ...sum, posts: [...posts.values()], complete: after === null });
    }
  }
  var accountOf = () => (0, import_api_fetch.default)({ path: at("/account") });
  var reviewOf = (job, after) => (0, import_api_fetch.default)({ path: at(`/jobs/${job}/review?after=${after}`) });
  var keepDecisions = (item, decisions) => post(`/items/${item}/decisions`, { decisions });
  var acceptText = (item, decisions) => post(`/items/${item}/accept`, { decisions });
  var regenerate = (item, wish) => post(`/items/${item}/regenerate`, { wish });
  var advanceAudit = () => post("/audit/advance");
  var putBackText = (id, field) => post(`/pictures/${id}/texts/revert`, { field });

  // assets-src/wizard/audit.js
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
    document.querySelector(".picopt-none").textContent = (0, import_i18n.__)("Please tick at least one picture.", "picture-optimizer");
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
            /* translators: 1: pictures looked at, 2: all pictures */
            (0, import_i18n.__)("%1$s of %2$s pictures looked at so far …", "picture-optimizer"),
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
    say(place, "info", (0, import_i18n.__)("All pictures have been looked at.", "picture-optimizer"));
    const link = document.createElement("a");
    link.href = window.location.href;
    link.textContent = (0, import_i18n.__)("Show the new numbers", "picture-optimizer");
    place.firstChild.append(" ", link);
  }
  function say(place, kind, text) {
    const line = document.createElement("p");
    line.textContent = text;
    place.className = `notice notice-${kind} inline`;
    place.setAttribute("role", kind === "error" ? "alert" : "status");
    place.replaceChildren(line);
  }

  // assets-src/wizard/grid.js
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

  // assets-src/wizard/Live.jsx
  init_jsx();
  var import_components4 = __toESM(require_components());
  var import_i18n9 = __toESM(require_i18n());

  // assets-src/wizard/JobControls.jsx
  init_jsx();
  var import_components = __toESM(require_components());
  var import_element2 = __toESM(require_element());
  var import_i18n3 = __toESM(require_i18n());
  function JobControls({ progress, act, onReview, children }) {
    const [sure, setSure] = (0, import_element2.useState)(false);
    const paused = progress?.state === "paused";
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, sure ? /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("span", { role: "status" }, (0, import_i18n3.__)("Stop what has not begun? Nothing is charged for it.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(
      import_components.Button,
      {
        variant: "primary",
        isDestructive: true,
        onClick: () => {
          setSure(false);
          act("stop")();
        }
      },
      (0, import_i18n3.__)("Stop now", "picture-optimizer")
    ), /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "tertiary", onClick: () => setSure(false) }, (0, import_i18n3.__)("Go on working", "picture-optimizer"))) : /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "secondary", onClick: act(paused ? "resume" : "pause"), disabled: !progress }, paused ? (0, import_i18n3.__)("Go on", "picture-optimizer") : (0, import_i18n3.__)("Pause", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "secondary", isDestructive: true, onClick: () => setSure(true), disabled: !progress }, (0, import_i18n3.__)("Stop", "picture-optimizer"))), progress?.in_review > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_components.Button, { variant: "primary", onClick: onReview }, (0, import_i18n3.sprintf)(
      /* translators: %d: number of texts */
      (0, import_i18n3._n)("Review %d text", "Review %d texts", progress.in_review, "picture-optimizer"),
      progress.in_review
    )), children);
  }

  // assets-src/wizard/JobStatus.jsx
  init_jsx();
  var import_i18n7 = __toESM(require_i18n());

  // assets-src/wizard/Each.jsx
  init_jsx();
  var import_element3 = __toESM(require_element());
  var import_i18n6 = __toESM(require_i18n());

  // assets-src/wizard/Pictures.jsx
  init_jsx();
  var import_i18n5 = __toESM(require_i18n());

  // assets-src/wizard/format.js
  init_jsx();
  var import_i18n4 = __toESM(require_i18n());
  function bytes(count) {
    const units = ["B", "kB", "MB", "GB"];
    let unit = 0;
    while (count >= 1e3 && unit < units.length - 1) {
      count /= 1e3;
      unit += 1;
    }
    return `${count.toLocaleString(void 0, { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units[unit]}`;
  }
  function saved(before, after) {
    return before > 0 ? `${Math.round(100 * (1 - after / before))} %` : "–";
  }
  function duration(seconds) {
    if (seconds < 60) {
      return (0, import_i18n4.__)("a minute", "picture-optimizer");
    }
    const minutes = Math.round(seconds / 60);
    if (minutes < 90) {
      return (0, import_i18n4.sprintf)((0, import_i18n4._n)("%d minute", "%d minutes", minutes, "picture-optimizer"), minutes);
    }
    const hours = Math.round(minutes / 60);
    return (0, import_i18n4.sprintf)((0, import_i18n4._n)("%d hour", "%d hours", hours, "picture-optimizer"), hours);
  }

  // assets-src/wizard/Pictures.jsx
  function Pictures({ items }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-table" }, /* @__PURE__ */ (0, import_element.createElement)("table", { className: "widefat striped" }, /* @__PURE__ */ (0, import_element.createElement)("thead", null, /* @__PURE__ */ (0, import_element.createElement)("tr", null, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n5.__)("Picture", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n5.__)("State", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n5.__)("Size", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n5.__)("Alt text", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n5.__)("Credits", "picture-optimizer")))), /* @__PURE__ */ (0, import_element.createElement)("tbody", null, items.map((item) => /* @__PURE__ */ (0, import_element.createElement)("tr", { key: item.attachment_id }, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "row" }, item.file), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.state_label, " ", item.reason && /* @__PURE__ */ (0, import_element.createElement)("small", null, item.reason)), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.bytes_after > 0 && `${bytes(item.bytes_before)} → ${bytes(item.bytes_after)} (−${saved(item.bytes_before, item.bytes_after)})`), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.alt), /* @__PURE__ */ (0, import_element.createElement)("td", { "data-label": (0, import_i18n5.__)("Credits", "picture-optimizer") }, item.credits))))));
  }

  // assets-src/wizard/Each.jsx
  function Each({ progress }) {
    const [open2, setOpen] = (0, import_element3.useState)(false);
    const [items, setItems] = (0, import_element3.useState)(null);
    const [error, setError] = (0, import_element3.useState)("");
    const { job, open: left } = progress;
    (0, import_element3.useEffect)(() => {
      if (open2) {
        resultsOf(job).then(
          (results) => setItems(results.items),
          (problem) => setError(problem.message)
        );
      }
    }, [open2, job, left]);
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-more", onToggle: (event) => setOpen(event.currentTarget.open) }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n6.__)("Each picture", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("div", { role: "alert" }, error), items && /* @__PURE__ */ (0, import_element.createElement)(Pictures, { items }));
  }

  // assets-src/wizard/JobStatus.jsx
  var MOST_LISTED = 500;
  function JobStatus({ progress, onRetry, buyUrl }) {
    const total = progress?.total ?? 0;
    const done = total - (progress?.open ?? total);
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("progress", { max: total || 1, value: done, "aria-label": (0, import_i18n7.__)("Pictures done", "picture-optimizer") }), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, (0, import_i18n7.sprintf)(
      /* translators: 1: pictures done, 2: all pictures */
      (0, import_i18n7.__)("%1$d of %2$d pictures done.", "picture-optimizer"),
      done,
      total
    ), " ", progress?.state === "paused" && (0, import_i18n7.__)("Paused.", "picture-optimizer")), progress && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-pace" }, pace(progress)), progress && /* @__PURE__ */ (0, import_element.createElement)(Reasons, { progress, onRetry, buyUrl }), total > 0 && total <= MOST_LISTED && /* @__PURE__ */ (0, import_element.createElement)(Each, { progress }));
  }
  function pace({ per_minute: perMinute, seconds_left: seconds }) {
    return perMinute === null ? "" : (0, import_i18n7.sprintf)(
      /* translators: 1: pictures a minute, 2: a duration such as "3 minutes" */
      (0, import_i18n7.__)("%1$s pictures a minute, about %2$s left.", "picture-optimizer"),
      perMinute.toLocaleString(),
      duration(seconds)
    );
  }
  function Reasons({ progress, onRetry, buyUrl }) {
    const open2 = progress.open > 0 ? progress.reasons : progress.reasons.filter((group2) => group2.state === "failed");
    return open2.length === 0 ? null : /* @__PURE__ */ (0, import_element.createElement)("ul", { className: "picopt-reasons" }, open2.map((group2) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: `${group2.state} ${group2.code}`, className: `picopt-${group2.state}` }, /* @__PURE__ */ (0, import_element.createElement)("strong", null, group2.state === "failed" ? failed(group2.number) : waiting(group2.number)), " ", group2.reason, " ", group2.advice.text, " ", /* @__PURE__ */ (0, import_element.createElement)(Help, { group: group2, onRetry, buyUrl }))));
  }
  function Help({ group: { advice, state }, onRetry, buyUrl }) {
    const { settingsUrl } = window.pictureOptimizer;
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, advice.link === "buy" && buyUrl && /* @__PURE__ */ (0, import_element.createElement)("a", { href: buyUrl, target: "_blank", rel: "noreferrer" }, (0, import_i18n7.__)("Buy credits", "picture-optimizer")), advice.link === "settings" && settingsUrl && /* @__PURE__ */ (0, import_element.createElement)("a", { href: settingsUrl }, (0, import_i18n7.__)("Settings", "picture-optimizer")), " ", advice.link !== "" && state === "waiting" && onRetry && /* @__PURE__ */ (0, import_element.createElement)("button", { type: "button", className: "button-link", onClick: onRetry }, (0, import_i18n7.__)("Try again now", "picture-optimizer")));
  }
  var waiting = (number) => (
    /* translators: %d: number of pictures */
    (0, import_i18n7.sprintf)((0, import_i18n7._n)("%d picture:", "%d pictures:", number, "picture-optimizer"), number)
  );
  var failed = (number) => (
    /* translators: %d: number of pictures */
    (0, import_i18n7.sprintf)((0, import_i18n7._n)("%d picture failed:", "%d pictures failed:", number, "picture-optimizer"), number)
  );

  // assets-src/wizard/Progress.jsx
  init_jsx();
  var import_components3 = __toESM(require_components());
  var import_element6 = __toESM(require_element());
  var import_i18n8 = __toESM(require_i18n());

  // assets-src/wizard/Step.jsx
  init_jsx();
  var import_components2 = __toESM(require_components());
  var import_element4 = __toESM(require_element());
  function Step({ label, error, children }) {
    const box = (0, import_element4.useRef)(null);
    (0, import_element4.useEffect)(() => box.current.focus(), []);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { ref: box, tabIndex: -1, role: "group", "aria-label": label, className: "picopt-step" }, children, /* @__PURE__ */ (0, import_element.createElement)("div", { role: "alert" }, error && /* @__PURE__ */ (0, import_element.createElement)(import_components2.Notice, { status: "error", isDismissible: false }, error)));
  }

  // assets-src/wizard/useJob.js
  init_jsx();
  var import_element5 = __toESM(require_element());
  var PAUSE_MS = 1500;
  function useJob(job, onProgress) {
    const [progress, setProgress] = (0, import_element5.useState)(null);
    const [error, setError] = (0, import_element5.useState)("");
    const told = (0, import_element5.useRef)(onProgress);
    told.current = onProgress;
    (0, import_element5.useEffect)(() => {
      let alive = true;
      async function watch() {
        while (alive) {
          try {
            const now = await progressOf(job);
            if (!alive) {
              return;
            }
            setProgress(now);
            setError("");
            told.current?.(now);
            if (!isGoing(now)) {
              return;
            }
            if (now.state === "open" && now.open > now.in_review) {
              await tick(job);
            }
          } catch (problem) {
            setError(problem.message);
          }
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        }
      }
      watch();
      return () => {
        alive = false;
      };
    }, [job]);
    const act = (action) => async () => {
      try {
        setProgress(await control(job, action));
        setError("");
      } catch (problem) {
        setError(problem.message);
      }
    };
    return { progress, error, act };
  }
  var isGoing = (progress) => progress.state === "open" || progress.state === "paused";

  // assets-src/wizard/Progress.jsx
  function Progress({ job, onDone, onReview, onClose }) {
    const { progress, error, act } = useJob(job, (now) => {
      if (!isGoing(now)) {
        onDone();
      } else if (now.in_review > 0 && now.in_review === now.open) {
        onReview();
      }
    });
    const buyUrl = useBuyUrl(progress);
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n8.__)("Progress", "picture-optimizer"), error }, /* @__PURE__ */ (0, import_element.createElement)(JobStatus, { progress, onRetry: act("resume"), buyUrl }), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n8.__)("You can close this window or the tab: the work goes on by itself.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(JobControls, { progress, act, onReview }, /* @__PURE__ */ (0, import_element.createElement)(import_components3.Button, { variant: "primary", onClick: onClose }, (0, import_i18n8.__)("Close", "picture-optimizer"))));
  }
  function useBuyUrl(progress) {
    const [url, setUrl] = (0, import_element6.useState)("");
    const wanted = progress?.reasons.some((group2) => group2.advice.link === "buy") ?? false;
    (0, import_element6.useEffect)(() => {
      if (wanted) {
        accountOf().then((account) => setUrl(account.buy_url), () => {
        });
      }
    }, [wanted]);
    return url;
  }

  // assets-src/wizard/Live.jsx
  function Live({ job, onShow }) {
    const { progress, error, act } = useJob(job);
    const buyUrl = useBuyUrl(progress);
    const over = progress && !isGoing(progress);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-live" }, /* @__PURE__ */ (0, import_element.createElement)(JobStatus, { progress, onRetry: act("resume"), buyUrl }), /* @__PURE__ */ (0, import_element.createElement)("div", { role: "alert" }, error && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, error)), over ? /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components4.Button, { variant: "primary", onClick: onShow }, (0, import_i18n9.__)("Show the result", "picture-optimizer"))) : /* @__PURE__ */ (0, import_element.createElement)(JobControls, { progress, act, onReview: onShow }));
  }

  // assets-src/wizard/putBack.js
  init_jsx();
  var import_i18n10 = __toESM(require_i18n());
  async function putBack(button) {
    const { picoptPutBack: field, picoptPicture: picture } = button.dataset;
    const line = button.closest("li");
    button.disabled = true;
    line.setAttribute("role", "status");
    try {
      await putBackText(Number(picture), field);
      line.textContent = (0, import_i18n10.__)("Put back.", "picture-optimizer");
      if (document.body.classList.contains("post-php")) {
        window.location.reload();
      } else {
        window.wp.media?.attachment(Number(picture)).fetch();
      }
    } catch (problem) {
      button.disabled = false;
      line.append(` ${problem.message}`);
    }
  }

  // assets-src/wizard/Revert.jsx
  init_jsx();
  var import_components5 = __toESM(require_components());
  var import_element7 = __toESM(require_element());
  var import_i18n11 = __toESM(require_i18n());
  function Revert({ selection: { ids }, onClose }) {
    const [busy, setBusy] = (0, import_element7.useState)(false);
    const [outcomes, setOutcomes] = (0, import_element7.useState)(null);
    const [error, setError] = (0, import_element7.useState)("");
    const start2 = async () => {
      setBusy(true);
      setError("");
      try {
        setOutcomes((await revert(ids)).items);
      } catch (problem) {
        setError(problem.message);
      }
      setBusy(false);
    };
    const failed2 = (outcomes ?? []).filter((item) => item.reason !== "");
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components5.Modal,
      {
        title: (0, import_i18n11.__)("Revert to the originals", "picture-optimizer"),
        overlayClassName: "picopt-overlay",
        onRequestClose: () => onClose(outcomes !== null)
      },
      /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n11.__)("Revert", "picture-optimizer"), error }, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, outcomes === null ? (0, import_i18n11.sprintf)(
        /* translators: %d: number of pictures */
        (0, import_i18n11._n)(
          "The file, text and references of %d picture are brought back as they were.",
          "The files, text and references of %d pictures are brought back as they were.",
          ids.length,
          "picture-optimizer"
        ),
        ids.length
      ) : (0, import_i18n11.__)("Finished. Old and new addresses both go on working.", "picture-optimizer")), failed2.length > 0 && /* @__PURE__ */ (0, import_element.createElement)("ul", null, failed2.map((item) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: item.attachment_id }, `${item.attachment_id}: ${item.reason}`))), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, outcomes === null && /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "primary", isDestructive: true, onClick: start2, disabled: busy, isBusy: busy, accessibleWhenDisabled: true }, (0, import_i18n11.__)("Revert", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "secondary", onClick: () => onClose(outcomes !== null) }, (0, import_i18n11.__)("Close", "picture-optimizer"))))
    );
  }

  // assets-src/wizard/Wizard.jsx
  init_jsx();
  var import_components14 = __toESM(require_components());
  var import_element17 = __toESM(require_element());
  var import_i18n24 = __toESM(require_i18n());

  // assets-src/wizard/Choose.jsx
  init_jsx();
  var import_components8 = __toESM(require_components());
  var import_element9 = __toESM(require_element());
  var import_i18n15 = __toESM(require_i18n());

  // assets-src/wizard/Cards.jsx
  init_jsx();
  var import_i18n12 = __toESM(require_i18n());
  var explained = {
    analyze_export: (0, import_i18n12.__)(
      "Writes title, alt text, caption, description and tags, and makes smaller files with a fitting name.",
      "picture-optimizer"
    ),
    analyze: (0, import_i18n12.__)("Writes title, alt text, caption, description and tags. Files stay as they are.", "picture-optimizer"),
    export: (0, import_i18n12.__)("Makes smaller files. Text and file names stay as they are.", "picture-optimizer")
  };
  var credits = { analyze_export: 2, analyze: 1, export: 1 };
  function Cards({ chosen, onChoose }) {
    return /* @__PURE__ */ (0, import_element.createElement)("fieldset", { className: "picopt-cards" }, /* @__PURE__ */ (0, import_element.createElement)("legend", { className: "screen-reader-text" }, (0, import_i18n12.__)("What to do", "picture-optimizer")), window.pictureOptimizer.pipelines.map(({ value, label }) => /* @__PURE__ */ (0, import_element.createElement)("label", { key: value, className: value === chosen ? "picopt-card picopt-chosen" : "picopt-card" }, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "radio",
        name: "picopt-pipeline",
        value,
        checked: value === chosen,
        onChange: () => onChoose(value)
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("strong", null, label), /* @__PURE__ */ (0, import_element.createElement)("span", null, explained[value]), /* @__PURE__ */ (0, import_element.createElement)("em", null, credits[value] === 1 ? (0, import_i18n12.__)("at most 1 credit a picture", "picture-optimizer") : (0, import_i18n12.__)("at most 2 credits a picture", "picture-optimizer")))));
  }

  // assets-src/wizard/MoreSettings.jsx
  init_jsx();
  var import_components6 = __toESM(require_components());
  var import_i18n13 = __toESM(require_i18n());
  function MoreSettings({ settings, set, exports, analyses }) {
    const common = { __nextHasNoMarginBottom: true, __next40pxDefaultSize: true };
    const list = (name) => ({
      value: [].concat(settings[name]).join(", "),
      onChange: (text) => set(name)(text.split(",").map((entry) => entry.trimStart()))
    });
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-more" }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n13.__)("More settings", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-settings" }, analyses && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(
      import_components6.TextControl,
      {
        ...common,
        label: (0, import_i18n13.__)("Language of the text", "picture-optimizer"),
        help: (0, import_i18n13.__)("Like en, de or pt-BR. Empty: the picture’s or the site’s own.", "picture-optimizer"),
        value: settings.language,
        onChange: set("language")
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(import_components6.TextControl, { ...common, label: (0, import_i18n13.__)("Tone", "picture-optimizer"), value: settings.tone, onChange: set("tone") }), /* @__PURE__ */ (0, import_element.createElement)(import_components6.TextControl, { ...common, label: (0, import_i18n13.__)("Keywords, separated by commas", "picture-optimizer"), ...list("keywords") })), exports && /* @__PURE__ */ (0, import_element.createElement)(
      import_components6.TextControl,
      {
        ...common,
        label: (0, import_i18n13.__)("Extra widths in pixels", "picture-optimizer"),
        help: (0, import_i18n13.__)("Beside the site’s own sizes, for example 480, 1440.", "picture-optimizer"),
        ...list("breakpoints")
      }
    )), exports && /* @__PURE__ */ (0, import_element.createElement)(
      import_components6.CheckboxControl,
      {
        label: (0, import_i18n13.__)("Remove the place where a picture was taken", "picture-optimizer"),
        checked: settings.drop_gps,
        onChange: set("drop_gps"),
        __nextHasNoMarginBottom: true
      }
    ), analyses && /* @__PURE__ */ (0, import_element.createElement)(
      import_components6.CheckboxControl,
      {
        label: (0, import_i18n13.__)("Replace alt texts in existing pages that equal the picture’s old one", "picture-optimizer"),
        checked: settings.replace_old_alts,
        onChange: set("replace_old_alts"),
        __nextHasNoMarginBottom: true
      }
    ));
  }

  // assets-src/wizard/Preview.jsx
  init_jsx();
  var import_components7 = __toESM(require_components());
  var import_element8 = __toESM(require_element());
  var import_i18n14 = __toESM(require_i18n());
  var MOST = 5;
  function Preview({ ids, settings }) {
    const [shown, setShown] = (0, import_element8.useState)(null);
    const [number, setNumber] = (0, import_element8.useState)(0);
    const [busy, setBusy] = (0, import_element8.useState)(false);
    const [error, setError] = (0, import_element8.useState)("");
    const count = Math.min(MOST, ids.length);
    const show = async (which) => {
      setBusy(true);
      setError("");
      try {
        setShown(await previewOf(ids[which], settings));
        setNumber(which);
      } catch (problem) {
        setError(problem.message);
      }
      setBusy(false);
    };
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-preview" }, /* @__PURE__ */ (0, import_element.createElement)(
      import_components7.Button,
      {
        variant: "secondary",
        isBusy: busy,
        disabled: busy,
        accessibleWhenDisabled: true,
        onClick: () => show(shown ? (number + 1) % count : 0)
      },
      shown && count > 1 ? (0, import_i18n14.__)("Next preview", "picture-optimizer") : (0, import_i18n14.__)("Preview (free)", "picture-optimizer")
    ), /* @__PURE__ */ (0, import_element.createElement)("div", { role: "status" }, error, shown && (0, import_i18n14.sprintf)(
      /* translators: 1: size before, 2: size after, 3: percent saved, 4: score from 0 to 100 */
      (0, import_i18n14.__)("%1$s → %2$s at this size (−%3$s), quality score %4$s", "picture-optimizer"),
      bytes(shown.before_bytes),
      bytes(shown.after_bytes),
      saved(shown.before_bytes, shown.after_bytes),
      shown.score.toFixed(0)
    )), shown && /* @__PURE__ */ (0, import_element.createElement)(Slider, { before: shown.before, after: shown.after }));
  }
  function Slider({ before, after }) {
    const [at2, setAt] = (0, import_element8.useState)(50);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-slider" }, /* @__PURE__ */ (0, import_element.createElement)("img", { src: after, alt: (0, import_i18n14.__)("After", "picture-optimizer") }), /* @__PURE__ */ (0, import_element.createElement)("img", { src: before, alt: (0, import_i18n14.__)("Before", "picture-optimizer"), style: { clipPath: `inset(0 ${100 - at2}% 0 0)` } }), /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "range",
        min: "0",
        max: "100",
        value: at2,
        "aria-label": (0, import_i18n14.__)("How much of the original is shown, from the left", "picture-optimizer"),
        onChange: (event) => setAt(Number(event.target.value))
      }
    ));
  }

  // assets-src/wizard/Choose.jsx
  function Choose({ selection, onPlan }) {
    const { formats, presets, settings: defaults } = window.pictureOptimizer;
    const [pipeline, setPipeline] = (0, import_element9.useState)(selection.pipeline ?? "analyze_export");
    const [settings, setSettings] = (0, import_element9.useState)({ ...defaults, reprocess: false, review: false });
    const [busy, setBusy] = (0, import_element9.useState)("");
    const [error, setError] = (0, import_element9.useState)("");
    const set = (name) => (value) => setSettings({ ...settings, [name]: value });
    const { count, ...chosen } = selection;
    const ask = async () => {
      setError("");
      setBusy((0, import_i18n15.__)("Looking at the pictures and asking for the price …", "picture-optimizer"));
      try {
        const plan = await makePlan({ ...chosen, pipeline, settings }, ({ looked_at: done, total }) => {
          setBusy((0, import_i18n15.sprintf)((0, import_i18n15.__)("%1$d of %2$d pictures looked at …", "picture-optimizer"), done, total));
        });
        onPlan(plan);
      } catch (problem) {
        setError(problem.message);
        setBusy("");
      }
    };
    const exports = pipeline !== "analyze";
    const analyses = pipeline !== "export";
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n15.__)("Choose what to do", "picture-optimizer"), error }, /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n15.sprintf)(
      /* translators: %d: number of pictures */
      (0, import_i18n15._n)("%d picture chosen.", "%d pictures chosen.", count, "picture-optimizer"),
      count
    )), /* @__PURE__ */ (0, import_element.createElement)(Cards, { chosen: pipeline, onChoose: setPipeline }), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-settings" }, exports && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(
      import_components8.SelectControl,
      {
        label: (0, import_i18n15.__)("Format", "picture-optimizer"),
        value: settings.format,
        options: formats,
        onChange: set("format"),
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      import_components8.SelectControl,
      {
        label: (0, import_i18n15.__)("Quality", "picture-optimizer"),
        value: settings.preset,
        options: presets,
        onChange: set("preset"),
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true
      }
    ))), exports && chosen.ids?.length > 0 && /* @__PURE__ */ (0, import_element.createElement)(Preview, { ids: chosen.ids, settings }), exports && analyses && /* @__PURE__ */ (0, import_element.createElement)(
      import_components8.CheckboxControl,
      {
        label: (0, import_i18n15.__)("Rename files after what they show", "picture-optimizer"),
        checked: settings.rename,
        onChange: set("rename"),
        __nextHasNoMarginBottom: true
      }
    ), analyses && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(
      import_components8.CheckboxControl,
      {
        label: (0, import_i18n15.__)("Let me read and edit the text before it is written", "picture-optimizer"),
        checked: settings.review,
        onChange: set("review"),
        __nextHasNoMarginBottom: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      import_components8.CheckboxControl,
      {
        label: (0, import_i18n15.__)("Fill empty alt texts of these pictures in existing content", "picture-optimizer"),
        checked: settings.fill_empty_alts,
        onChange: set("fill_empty_alts"),
        __nextHasNoMarginBottom: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      import_components8.CheckboxControl,
      {
        label: (0, import_i18n15.__)("Replace text that a person wrote", "picture-optimizer"),
        checked: settings.overwrite_text,
        onChange: set("overwrite_text"),
        __nextHasNoMarginBottom: true
      }
    )), /* @__PURE__ */ (0, import_element.createElement)(
      import_components8.CheckboxControl,
      {
        label: (0, import_i18n15.__)("Process again what was done before (costs credits again)", "picture-optimizer"),
        checked: settings.reprocess,
        onChange: set("reprocess"),
        __nextHasNoMarginBottom: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(MoreSettings, { settings, set, exports, analyses }), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, busy), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components8.Button, { variant: "primary", onClick: ask, disabled: busy !== "", isBusy: busy !== "", accessibleWhenDisabled: true }, (0, import_i18n15.__)("Show the price", "picture-optimizer"))));
  }

  // assets-src/wizard/Confirm.jsx
  init_jsx();
  var import_components9 = __toESM(require_components());
  var import_element11 = __toESM(require_element());
  var import_i18n18 = __toESM(require_i18n());

  // assets-src/wizard/LeftOut.jsx
  init_jsx();
  var import_i18n16 = __toESM(require_i18n());
  function LeftOut({ items, count }) {
    if (count === 0) {
      return null;
    }
    const byReason = Map.groupBy ? Map.groupBy(items, (item) => item.reason) : group(items);
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-left-out", open: count <= 5 }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n16.sprintf)(
      /* translators: %d: number of pictures */
      (0, import_i18n16._n)("%d picture is left out", "%d pictures are left out", count, "picture-optimizer"),
      count
    )), /* @__PURE__ */ (0, import_element.createElement)("ul", null, [...byReason].map(([reason, same]) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: reason }, reason || (0, import_i18n16.__)("No reason given", "picture-optimizer"), " ", /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-files" }, same.map((item) => item.file).join(", "))))), count > items.length && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n16.__)("… and more.", "picture-optimizer")));
  }
  function group(items) {
    const groups = /* @__PURE__ */ new Map();
    for (const item of items) {
      groups.set(item.reason, [...groups.get(item.reason) ?? [], item]);
    }
    return groups;
  }

  // assets-src/wizard/Usage.jsx
  init_jsx();
  var import_element10 = __toESM(require_element());
  var import_i18n17 = __toESM(require_i18n());
  function Usage({ plan }) {
    const [count, setCount] = (0, import_element10.useState)(null);
    const [error, setError] = (0, import_element10.useState)("");
    (0, import_element10.useEffect)(() => {
      let wanted = true;
      usageOf(plan.job, (now) => wanted && setCount(now), () => wanted).catch(
        (problem) => wanted && setError(problem.message)
      );
      return () => {
        wanted = false;
      };
    }, [plan.job]);
    if (plan.process === 0) {
      return null;
    }
    return /* @__PURE__ */ (0, import_element.createElement)("div", { role: "status", className: "picopt-usage" }, error, !error && !count && (0, import_i18n17.__)("Looking where these pictures are used …", "picture-optimizer"), count && /* @__PURE__ */ (0, import_element.createElement)(Counted, { count, plan }));
  }
  function Counted({ count, plan }) {
    return /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("p", null, /* @__PURE__ */ (0, import_element.createElement)("strong", null, plan.renames ? places(count) : placesKept(count)), " ", !count.complete && (0, import_i18n17.sprintf)(
      /* translators: 1: pictures looked at, 2: all pictures */
      (0, import_i18n17.__)("(%1$d of %2$d pictures looked at so far)", "picture-optimizer"),
      count.looked_at,
      plan.process
    )), count.places > 0 && /* @__PURE__ */ (0, import_element.createElement)(Where, { count }), count.untouchable > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, (0, import_i18n17.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n17._n)(
        "%d more place cannot be read safely (data of another program); it is left alone, and the old address goes on working.",
        "%d more places cannot be read safely (data of other programs); they are left alone, and the old addresses go on working.",
        count.untouchable,
        "picture-optimizer"
      ),
      count.untouchable
    )), count.empty_alts > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n17.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n17._n)(
        "Up to %d empty alt text in existing pages will be filled.",
        "Up to %d empty alt texts in existing pages will be filled.",
        count.empty_alts,
        "picture-optimizer"
      ),
      count.empty_alts
    )), count.old_alts > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n17.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n17._n)(
        "Up to %d alt text in existing pages, equal to the old one, will be replaced.",
        "Up to %d alt texts in existing pages, equal to the old ones, will be replaced.",
        count.old_alts,
        "picture-optimizer"
      ),
      count.old_alts
    )));
  }
  function places(count) {
    return count.places === 0 ? (0, import_i18n17.__)("Not used anywhere on the site yet.", "picture-optimizer") : (0, import_i18n17.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n17._n)("Used in %d place, which is updated.", "Used in %d places, which are updated.", count.places, "picture-optimizer"),
      count.places
    );
  }
  function placesKept(count) {
    return count.places === 0 ? (0, import_i18n17.__)("Not used anywhere on the site yet.", "picture-optimizer") : (0, import_i18n17.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n17._n)("Used in %d place; files stay as they are.", "Used in %d places; files stay as they are.", count.places, "picture-optimizer"),
      count.places
    );
  }
  function Where({ count }) {
    return /* @__PURE__ */ (0, import_element.createElement)("details", null, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n17.__)("Where?", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("ul", null, count.posts.map((post2) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: post2.id }, post2.edit ? /* @__PURE__ */ (0, import_element.createElement)("a", { href: post2.edit, target: "_blank", rel: "noreferrer" }, post2.title) : post2.title, " ", "(", post2.places, ")")), count.more_posts > 0 && /* @__PURE__ */ (0, import_element.createElement)("li", null, (0, import_i18n17.sprintf)(
      /* translators: %d: number of pages */
      (0, import_i18n17._n)("%d more page", "%d more pages", count.more_posts, "picture-optimizer"),
      count.more_posts
    )), count.elsewhere > 0 && /* @__PURE__ */ (0, import_element.createElement)("li", null, (0, import_i18n17.__)("Widgets, options, categories and comments", "picture-optimizer"), " (", count.elsewhere, ")")));
  }

  // assets-src/wizard/Confirm.jsx
  function Confirm({ plan, onBack, onClose, onStarted }) {
    const [busy, setBusy] = (0, import_element11.useState)(false);
    const [error, setError] = (0, import_element11.useState)("");
    const [buyUrl, setBuyUrl] = (0, import_element11.useState)("");
    const missing = Math.max(0, plan.credits - plan.available);
    (0, import_element11.useEffect)(() => {
      if (missing > 0) {
        accountOf().then((account) => setBuyUrl(account.buy_url), () => {
        });
      }
    }, [missing]);
    const start2 = async () => {
      setBusy(true);
      setError("");
      try {
        await confirmPlan(plan);
        onStarted();
      } catch (problem) {
        setError(problem.message);
        setBusy(false);
      }
    };
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n18.__)("What it costs", "picture-optimizer"), error }, /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-price" }, (0, import_i18n18.sprintf)(
      /* translators: %d: number of pictures */
      (0, import_i18n18._n)("%d picture", "%d pictures", plan.process, "picture-optimizer"),
      plan.process
    ), " · ", /* @__PURE__ */ (0, import_element.createElement)("strong", null, (0, import_i18n18.sprintf)(
      /* translators: %d: number of credits */
      (0, import_i18n18._n)("at most %d credit", "at most %d credits", plan.credits, "picture-optimizer"),
      plan.credits
    ))), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n18.sprintf)(
      /* translators: 1: credits available, 2: credits afterwards */
      (0, import_i18n18.__)("You have %1$d credits; %2$d will be left at least.", "picture-optimizer"),
      plan.available,
      Math.max(0, plan.available - plan.credits)
    )), missing > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, (0, import_i18n18.sprintf)(
      /* translators: %d: number of credits */
      (0, import_i18n18.__)("%d credits are missing. The first pictures are processed, the others wait for a top-up.", "picture-optimizer"),
      missing
    ), " ", buyUrl && /* @__PURE__ */ (0, import_element.createElement)("a", { href: buyUrl, target: "_blank", rel: "noreferrer" }, (0, import_i18n18.__)("Buy credits", "picture-optimizer"))), plan.bytes_estimated > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n18.sprintf)(
      /* translators: 1: size before, 2: estimated size after, 3: percent */
      (0, import_i18n18.__)("Originals: %1$s → about %2$s (%3$s less)", "picture-optimizer"),
      bytes(plan.bytes_before),
      bytes(plan.bytes_estimated),
      saved(plan.bytes_before, plan.bytes_estimated)
    )), /* @__PURE__ */ (0, import_element.createElement)(Usage, { plan }), /* @__PURE__ */ (0, import_element.createElement)(LeftOut, { items: [...plan.skipped, ...plan.failed], count: plan.left_out }), plan.review && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n18.__)("You read and edit every text before it is written. The credit for files is only taken then.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n18.__)("Every change is kept in a journal and can be reverted with one click.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components9.Button, { variant: "tertiary", onClick: onBack, disabled: busy }, (0, import_i18n18.__)("Back", "picture-optimizer")), plan.process > 0 ? /* @__PURE__ */ (0, import_element.createElement)(import_components9.Button, { variant: "primary", onClick: start2, disabled: busy, isBusy: busy, accessibleWhenDisabled: true }, (0, import_i18n18.__)("Start", "picture-optimizer")) : /* @__PURE__ */ (0, import_element.createElement)(import_components9.Button, { variant: "primary", onClick: onClose }, (0, import_i18n18.__)("Nothing to do: close", "picture-optimizer"))));
  }

  // assets-src/wizard/Result.jsx
  init_jsx();
  var import_components10 = __toESM(require_components());
  var import_element12 = __toESM(require_element());
  var import_i18n19 = __toESM(require_i18n());
  function Result({ job, onClose }) {
    const [results, setResults] = (0, import_element12.useState)(null);
    const [error, setError] = (0, import_element12.useState)("");
    const [said, setSaid] = (0, import_element12.useState)("");
    (0, import_element12.useEffect)(() => {
      resultsOf(job).then(setResults, (problem) => setError(problem.message));
    }, [job]);
    const changed = (results?.items ?? []).filter((item) => item.state === "delivered");
    const before = changed.reduce((sum, item) => sum + (item.bytes_after ? item.bytes_before : 0), 0);
    const after = changed.reduce((sum, item) => sum + item.bytes_after, 0);
    const undo = async () => {
      setSaid((0, import_i18n19.__)("Bringing the originals back …", "picture-optimizer"));
      try {
        const { items } = await revert(changed.map((item) => item.attachment_id));
        const back = items.filter((item) => item.state !== "failed").length;
        setSaid((0, import_i18n19.sprintf)((0, import_i18n19.__)("%1$d of %2$d pictures are as they were before.", "picture-optimizer"), back, items.length));
      } catch (problem) {
        setSaid("");
        setError(problem.message);
      }
    };
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n19.__)("Result", "picture-optimizer"), error }, results && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status", className: "picopt-price" }, (0, import_i18n19.sprintf)(
      /* translators: %d: number of pictures */
      (0, import_i18n19._n)("%d picture processed", "%d pictures processed", changed.length, "picture-optimizer"),
      changed.length
    ), after > 0 && ` · ${bytes(before)} → ${bytes(after)} (−${saved(before, after)})`, " · ", (0, import_i18n19.sprintf)(
      /* translators: %d: number of credits */
      (0, import_i18n19._n)("%d credit used", "%d credits used", results.credits_used, "picture-optimizer"),
      results.credits_used
    )), /* @__PURE__ */ (0, import_element.createElement)(Pictures, { items: results.items })), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, said), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, changed.length > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_components10.Button, { variant: "tertiary", isDestructive: true, onClick: undo, disabled: said !== "" }, (0, import_i18n19.__)("Revert all of these", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components10.Button, { variant: "primary", onClick: onClose }, (0, import_i18n19.__)("Close", "picture-optimizer"))));
  }

  // assets-src/wizard/Review.jsx
  init_jsx();
  var import_components13 = __toESM(require_components());
  var import_element16 = __toESM(require_element());
  var import_i18n23 = __toESM(require_i18n());

  // assets-src/wizard/ReviewItem.jsx
  init_jsx();
  var import_components12 = __toESM(require_components());
  var import_element15 = __toESM(require_element());
  var import_i18n22 = __toESM(require_i18n());

  // assets-src/wizard/Another.jsx
  init_jsx();
  var import_components11 = __toESM(require_components());
  var import_element13 = __toESM(require_element());
  var import_i18n20 = __toESM(require_i18n());
  function Another({ item, busy, onAsk }) {
    const [open2, setOpen] = (0, import_element13.useState)(false);
    const [wish, setWish] = (0, import_element13.useState)("");
    const id = (0, import_element13.useId)();
    const price = item.regenerated === 0 ? (0, import_i18n20.__)("The first other text of a picture is free, each further one costs at most 1 credit.", "picture-optimizer") : (0, import_i18n20.__)("This costs at most 1 credit.", "picture-optimizer");
    if (!open2) {
      return /* @__PURE__ */ (0, import_element.createElement)(
        import_components11.Button,
        {
          variant: "tertiary",
          onClick: () => setOpen(true),
          disabled: busy,
          "aria-label": (0, import_i18n20.sprintf)(
            /* translators: %s: name of a file */
            (0, import_i18n20.__)("Another text for %s", "picture-optimizer"),
            item.file
          )
        },
        (0, import_i18n20.__)("Another text …", "picture-optimizer")
      );
    }
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-another", role: "group", "aria-labelledby": id }, /* @__PURE__ */ (0, import_element.createElement)("label", { id }, (0, import_i18n20.__)("What should be different? (may stay empty)", "picture-optimizer"), /* @__PURE__ */ (0, import_element.createElement)("input", { type: "text", maxLength: 500, value: wish, onChange: (event) => setWish(event.target.value) })), /* @__PURE__ */ (0, import_element.createElement)("p", null, price), /* @__PURE__ */ (0, import_element.createElement)(import_components11.Button, { variant: "secondary", onClick: () => onAsk(wish), disabled: busy, isBusy: busy, accessibleWhenDisabled: true }, item.regenerated === 0 ? (0, import_i18n20.__)("Write another text", "picture-optimizer") : (0, import_i18n20.__)("Write another text for 1 credit", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components11.Button, { variant: "tertiary", onClick: () => setOpen(false), disabled: busy }, (0, import_i18n20.__)("Cancel", "picture-optimizer")));
  }

  // assets-src/wizard/Field.jsx
  init_jsx();
  var import_element14 = __toESM(require_element());
  var import_i18n21 = __toESM(require_i18n());

  // assets-src/wizard/differences.js
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

  // assets-src/wizard/Field.jsx
  function Field({ label, long = false, value, present, byPerson = false, fault = "", onChange }) {
    const id = (0, import_element14.useId)();
    const differs = present !== "" && present !== value.text;
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: value.write ? "picopt-field" : "picopt-field picopt-kept" }, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-field-head" }, /* @__PURE__ */ (0, import_element.createElement)("label", { htmlFor: id }, label), /* @__PURE__ */ (0, import_element.createElement)("label", null, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "checkbox",
        checked: value.write,
        onChange: (event) => onChange({ ...value, write: event.target.checked })
      }
    ), " ", present === "" ? (0, import_i18n21.__)("Write it", "picture-optimizer") : (0, import_i18n21.__)("Replace the present text", "picture-optimizer"), /* @__PURE__ */ (0, import_element.createElement)("span", { className: "screen-reader-text" }, ": ", label))), /* @__PURE__ */ (0, import_element.createElement)(
      "textarea",
      {
        id,
        rows: long ? 3 : 1,
        value: value.text,
        "aria-describedby": fault === "" ? void 0 : `${id}-fault`,
        onChange: (event) => onChange({ text: event.target.value, write: true })
      }
    ), fault !== "" && /* @__PURE__ */ (0, import_element.createElement)("p", { id: `${id}-fault`, className: "picopt-fault" }, fault), differs && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-present" }, byPerson ? (0, import_i18n21.__)("Written by a person:", "picture-optimizer") : (0, import_i18n21.__)("Now:", "picture-optimizer"), " ", value.write ? /* @__PURE__ */ (0, import_element.createElement)(Difference, { before: present, after: value.text }) : /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, "“", present, "” ", /* @__PURE__ */ (0, import_element.createElement)("strong", null, (0, import_i18n21.__)("This stays.", "picture-optimizer")))));
  }
  function Difference({ before, after }) {
    return /* @__PURE__ */ (0, import_element.createElement)("span", null, differences(before, after).map(
      ({ kind, text }, number) => kind === "same" ? text : kind === "gone" ? /* @__PURE__ */ (0, import_element.createElement)("del", { key: number }, text) : /* @__PURE__ */ (0, import_element.createElement)("ins", { key: number }, text)
    ));
  }

  // assets-src/wizard/ReviewItem.jsx
  var KEEP_MS = 800;
  var labels = {
    alt: (0, import_i18n22.__)("Alt text", "picture-optimizer"),
    title: (0, import_i18n22.__)("Title", "picture-optimizer"),
    caption: (0, import_i18n22.__)("Caption", "picture-optimizer"),
    description: (0, import_i18n22.__)("Description", "picture-optimizer")
  };
  function ReviewItem({ item, register, onGone }) {
    const [decisions, setDecisions] = (0, import_element15.useState)(() => flat(item.decisions));
    const [busy, setBusy] = (0, import_element15.useState)(false);
    const [error, setError] = (0, import_element15.useState)("");
    const [fault, setFault] = (0, import_element15.useState)(item.fault_of_alt);
    const timer = (0, import_element15.useRef)(0);
    const change = (name, value) => {
      const next = { ...decisions, [name]: value };
      setDecisions(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => keep(next), KEEP_MS);
    };
    const keep = async (next) => {
      try {
        setFault((await keepDecisions(item.id, sent(next))).fault_of_alt);
        setError("");
      } catch (problem) {
        setError(problem.message);
      }
    };
    const run = async (work) => {
      clearTimeout(timer.current);
      setBusy(true);
      setError("");
      try {
        await work();
        onGone();
        return true;
      } catch (problem) {
        setError(refusal(problem));
        setBusy(false);
        return false;
      }
    };
    const accept = () => run(() => acceptText(item.id, sent(decisions)));
    (0, import_element15.useEffect)(() => {
      register(accept);
      return () => register(null);
    });
    (0, import_element15.useEffect)(() => () => clearTimeout(timer.current), []);
    return /* @__PURE__ */ (0, import_element.createElement)("li", { className: "picopt-review-item", "aria-label": item.file }, /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-review-picture" }, item.thumbnail && /* @__PURE__ */ (0, import_element.createElement)("img", { src: item.thumbnail, alt: "" }), /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-files" }, item.file), item.draft && /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-badge" }, (0, import_i18n22.__)("Draft: please read it carefully", "picture-optimizer"))), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-review-fields" }, Object.keys(labels).map((name) => /* @__PURE__ */ (0, import_element.createElement)(
      Field,
      {
        key: name,
        label: labels[name],
        long: name === "description",
        value: decisions[name],
        present: item.present[name],
        byPerson: item.by_person.includes(name),
        fault: name === "alt" ? fault : "",
        onChange: (value) => change(name, value)
      }
    )), /* @__PURE__ */ (0, import_element.createElement)(
      Field,
      {
        label: (0, import_i18n22.__)("Tags, separated by commas", "picture-optimizer"),
        value: decisions.tags,
        present: "",
        onChange: (value) => change("tags", value)
      }
    ), item.renames && /* @__PURE__ */ (0, import_element.createElement)("label", { className: "picopt-name" }, (0, import_i18n22.__)("File name", "picture-optimizer"), /* @__PURE__ */ (0, import_element.createElement)("input", { type: "text", value: decisions.file_name, onChange: (event) => change("file_name", event.target.value) })), item.note && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, item.note), /* @__PURE__ */ (0, import_element.createElement)("div", { role: "alert" }, error && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, error)), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(Another, { item, busy, onAsk: (wish) => run(() => regenerate(item.id, wish)) }), /* @__PURE__ */ (0, import_element.createElement)(
      import_components12.Button,
      {
        variant: "secondary",
        onClick: accept,
        disabled: busy,
        isBusy: busy,
        accessibleWhenDisabled: true,
        "aria-label": (0, import_i18n22.sprintf)(
          /* translators: %s: name of a file */
          (0, import_i18n22.__)("Accept the text of %s", "picture-optimizer"),
          item.file
        )
      },
      item.exports ? (0, import_i18n22.__)("Accept and make the files", "picture-optimizer") : (0, import_i18n22.__)("Accept", "picture-optimizer")
    ))));
  }
  function refusal(problem) {
    return problem.code === "insufficient_credits" ? `${problem.message} ${(0, import_i18n22.__)(
      "The text waits here until there are credits; what you typed is kept.",
      "picture-optimizer"
    )}` : problem.message;
  }
  function flat({ fields, tags, file_name }) {
    return { ...fields, tags: { ...tags, text: tags.text.join(", ") }, file_name };
  }
  function sent({ tags, ...others }) {
    const words2 = tags.text.split(",").map((word) => word.trim()).filter((word) => word !== "");
    return { ...others, tags: { ...tags, text: words2 } };
  }

  // assets-src/wizard/Review.jsx
  var PAUSE_MS2 = 2500;
  function Review({ job, onDone, onClose }) {
    const [items, setItems] = (0, import_element16.useState)(null);
    const [working, setWorking] = (0, import_element16.useState)(0);
    const [error, setError] = (0, import_element16.useState)("");
    const [round, setRound] = (0, import_element16.useState)(0);
    const accepts = (0, import_element16.useRef)(/* @__PURE__ */ new Map());
    const load = (0, import_element16.useCallback)(async () => {
      const found = [];
      let page;
      do {
        page = await reviewOf(job, found.at(-1)?.id ?? 0);
        found.push(...page.items);
      } while (page.items.length > 0);
      setItems(found);
      setWorking(page.working);
      if (found.length === 0) {
        onDone();
      }
    }, [job]);
    (0, import_element16.useEffect)(() => {
      load().catch((problem) => setError(problem.message));
    }, [load, round]);
    (0, import_element16.useEffect)(() => {
      if (working === 0) {
        return void 0;
      }
      const timer = setTimeout(async () => {
        try {
          await tick(job);
          await load();
        } catch (problem) {
          setError(problem.message);
          setWorking((now) => now);
        }
      }, PAUSE_MS2);
      return () => clearTimeout(timer);
    }, [working, items]);
    const acceptAll = async () => {
      for (const accept of [...accepts.current.values()]) {
        if (!await accept()) {
          return;
        }
      }
    };
    const count = items?.length ?? 0;
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n23.__)("Review of texts", "picture-optimizer"), error }, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, items === null ? (0, import_i18n23.__)("Fetching the texts …", "picture-optimizer") : (0, import_i18n23.sprintf)(
      /* translators: %d: number of texts */
      (0, import_i18n23._n)("%d text waits for you.", "%d texts wait for you.", count, "picture-optimizer"),
      count
    ), " ", working > 0 && (0, import_i18n23.sprintf)(
      /* translators: %d: number of pictures */
      (0, import_i18n23._n)("%d picture is being worked on.", "%d pictures are being worked on.", working, "picture-optimizer"),
      working
    )), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n23.__)(
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
        onGone: () => setRound((now) => now + 1)
      }
    ))), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons picopt-sticky" }, /* @__PURE__ */ (0, import_element.createElement)(import_components13.Button, { variant: "tertiary", onClick: onClose }, (0, import_i18n23.__)("Later", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components13.Button, { variant: "primary", onClick: acceptAll, disabled: count === 0 }, (0, import_i18n23.sprintf)(
      /* translators: %d: number of texts */
      (0, import_i18n23._n)("Accept %d text as shown", "Accept all %d texts as shown", Math.max(1, count), "picture-optimizer"),
      count
    ))));
  }

  // assets-src/wizard/Wizard.jsx
  var titles = {
    choose: (0, import_i18n24.__)("Optimize pictures", "picture-optimizer"),
    confirm: (0, import_i18n24.__)("What it costs", "picture-optimizer"),
    progress: (0, import_i18n24.__)("Pictures are being processed", "picture-optimizer"),
    review: (0, import_i18n24.__)("Review of texts", "picture-optimizer"),
    result: (0, import_i18n24.__)("Done", "picture-optimizer")
  };
  function Wizard({ selection, jobId, onClose }) {
    const [step, setStep] = (0, import_element17.useState)(jobId ? "progress" : "choose");
    const [plan, setPlan] = (0, import_element17.useState)(null);
    const [job, setJob] = (0, import_element17.useState)(jobId);
    const steps = {
      choose: () => /* @__PURE__ */ (0, import_element.createElement)(
        Choose,
        {
          selection,
          onPlan: (made) => {
            setPlan(made);
            setStep("confirm");
          }
        }
      ),
      confirm: () => /* @__PURE__ */ (0, import_element.createElement)(
        Confirm,
        {
          plan,
          onBack: () => setStep("choose"),
          onClose: () => onClose(false),
          onStarted: () => {
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
      import_components14.Modal,
      {
        title: titles[step],
        className: "picopt-wizard",
        overlayClassName: "picopt-overlay",
        onRequestClose: () => onClose(step !== "choose" && step !== "confirm"),
        shouldCloseOnClickOutside: false
      },
      steps[step]()
    );
  }

  // assets-src/wizard/index.jsx
  function open(action, selection, jobId = 0) {
    const opener = document.activeElement;
    const holder = document.body.appendChild(document.createElement("div"));
    const root = (0, import_element18.createRoot)(holder);
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
        putBack(former);
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
      (0, import_element18.createRoot)(place).render(/* @__PURE__ */ (0, import_element.createElement)(Live, { job, onShow: () => open("optimize", byIds([]), job) }));
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
