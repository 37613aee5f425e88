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

  // wordpress:@wordpress/components
  var require_components = __commonJS({
    "wordpress:@wordpress/components"(exports, module) {
      init_jsx();
      module.exports = window.wp.components;
    }
  });

  // wordpress:@wordpress/api-fetch
  var require_api_fetch = __commonJS({
    "wordpress:@wordpress/api-fetch"(exports, module) {
      init_jsx();
      module.exports = window.wp.apiFetch;
    }
  });

  // assets-src/wizard/index.jsx
  init_jsx();
  var import_element10 = __toESM(require_element());

  // assets-src/wizard/grid.js
  init_jsx();
  var import_i18n = __toESM(require_i18n());
  function extendGrid(open2) {
    const views = window.wp?.media?.view;
    if (!views?.AttachmentsBrowser) {
      return;
    }
    addBadges(views);
    addButton(views, open2);
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
    const createToolbar = views.AttachmentsBrowser.prototype.createToolbar;
    views.AttachmentsBrowser.prototype.createToolbar = function createToolbarWithButton(...args) {
      createToolbar.apply(this, args);
      if (!this.controller.isModeActive("grid")) {
        return;
      }
      this.toolbar.set(
        "picoptOptimize",
        new OptimizeButton({
          controller: this.controller,
          text: (0, import_i18n.__)("Optimize", "picture-optimizer"),
          style: "primary",
          size: "",
          priority: -75,
          disabled: true
        }).render()
      );
    };
  }

  // assets-src/wizard/Revert.jsx
  init_jsx();
  var import_components2 = __toESM(require_components());
  var import_element3 = __toESM(require_element());
  var import_i18n2 = __toESM(require_i18n());

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

  // assets-src/wizard/Step.jsx
  init_jsx();
  var import_components = __toESM(require_components());
  var import_element2 = __toESM(require_element());
  function Step({ label, error, children }) {
    const box = (0, import_element2.useRef)(null);
    (0, import_element2.useEffect)(() => box.current.focus(), []);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { ref: box, tabIndex: -1, role: "group", "aria-label": label, className: "picopt-step" }, children, /* @__PURE__ */ (0, import_element.createElement)("div", { role: "alert" }, error && /* @__PURE__ */ (0, import_element.createElement)(import_components.Notice, { status: "error", isDismissible: false }, error)));
  }

  // assets-src/wizard/Revert.jsx
  function Revert({ selection: { ids }, onClose }) {
    const [busy, setBusy] = (0, import_element3.useState)(false);
    const [outcomes, setOutcomes] = (0, import_element3.useState)(null);
    const [error, setError] = (0, import_element3.useState)("");
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
    const failed = (outcomes ?? []).filter((item) => item.reason !== "");
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components2.Modal,
      {
        title: (0, import_i18n2.__)("Revert to the originals", "picture-optimizer"),
        overlayClassName: "picopt-overlay",
        onRequestClose: () => onClose(outcomes !== null)
      },
      /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n2.__)("Revert", "picture-optimizer"), error }, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, outcomes === null ? (0, import_i18n2.sprintf)(
        /* translators: %d: number of pictures */
        (0, import_i18n2._n)(
          "The file, text and references of %d picture are brought back as they were.",
          "The files, text and references of %d pictures are brought back as they were.",
          ids.length,
          "picture-optimizer"
        ),
        ids.length
      ) : (0, import_i18n2.__)("Finished. Old and new addresses both go on working.", "picture-optimizer")), failed.length > 0 && /* @__PURE__ */ (0, import_element.createElement)("ul", null, failed.map((item) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: item.attachment_id }, `${item.attachment_id}: ${item.reason}`))), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, outcomes === null && /* @__PURE__ */ (0, import_element.createElement)(import_components2.Button, { variant: "primary", isDestructive: true, onClick: start2, disabled: busy, isBusy: busy, accessibleWhenDisabled: true }, (0, import_i18n2.__)("Revert", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components2.Button, { variant: "secondary", onClick: () => onClose(outcomes !== null) }, (0, import_i18n2.__)("Close", "picture-optimizer"))))
    );
  }

  // assets-src/wizard/Wizard.jsx
  init_jsx();
  var import_components8 = __toESM(require_components());
  var import_element9 = __toESM(require_element());
  var import_i18n10 = __toESM(require_i18n());

  // assets-src/wizard/Choose.jsx
  init_jsx();
  var import_components4 = __toESM(require_components());
  var import_element5 = __toESM(require_element());
  var import_i18n5 = __toESM(require_i18n());

  // assets-src/wizard/Cards.jsx
  init_jsx();
  var import_i18n3 = __toESM(require_i18n());
  var explained = {
    analyze_export: (0, import_i18n3.__)(
      "Writes title, alt text, caption, description and tags, and makes smaller files with a fitting name.",
      "picture-optimizer"
    ),
    analyze: (0, import_i18n3.__)("Writes title, alt text, caption, description and tags. Files stay as they are.", "picture-optimizer"),
    export: (0, import_i18n3.__)("Makes smaller files. Text and file names stay as they are.", "picture-optimizer")
  };
  var credits = { analyze_export: 2, analyze: 1, export: 1 };
  function Cards({ chosen, onChoose }) {
    return /* @__PURE__ */ (0, import_element.createElement)("fieldset", { className: "picopt-cards" }, /* @__PURE__ */ (0, import_element.createElement)("legend", { className: "screen-reader-text" }, (0, import_i18n3.__)("What to do", "picture-optimizer")), window.pictureOptimizer.pipelines.map(({ value, label }) => /* @__PURE__ */ (0, import_element.createElement)("label", { key: value, className: value === chosen ? "picopt-card picopt-chosen" : "picopt-card" }, /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "radio",
        name: "picopt-pipeline",
        value,
        checked: value === chosen,
        onChange: () => onChoose(value)
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("strong", null, label), /* @__PURE__ */ (0, import_element.createElement)("span", null, explained[value]), /* @__PURE__ */ (0, import_element.createElement)("em", null, credits[value] === 1 ? (0, import_i18n3.__)("at most 1 credit a picture", "picture-optimizer") : (0, import_i18n3.__)("at most 2 credits a picture", "picture-optimizer")))));
  }

  // assets-src/wizard/Preview.jsx
  init_jsx();
  var import_components3 = __toESM(require_components());
  var import_element4 = __toESM(require_element());
  var import_i18n4 = __toESM(require_i18n());

  // assets-src/wizard/format.js
  init_jsx();
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

  // assets-src/wizard/Preview.jsx
  var MOST = 5;
  function Preview({ ids, settings }) {
    const [shown, setShown] = (0, import_element4.useState)(null);
    const [number, setNumber] = (0, import_element4.useState)(0);
    const [busy, setBusy] = (0, import_element4.useState)(false);
    const [error, setError] = (0, import_element4.useState)("");
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
      import_components3.Button,
      {
        variant: "secondary",
        isBusy: busy,
        disabled: busy,
        accessibleWhenDisabled: true,
        onClick: () => show(shown ? (number + 1) % count : 0)
      },
      shown && count > 1 ? (0, import_i18n4.__)("Next preview", "picture-optimizer") : (0, import_i18n4.__)("Preview (free)", "picture-optimizer")
    ), /* @__PURE__ */ (0, import_element.createElement)("div", { role: "status" }, error, shown && (0, import_i18n4.sprintf)(
      /* translators: 1: size before, 2: size after, 3: percent saved, 4: score from 0 to 100 */
      (0, import_i18n4.__)("%1$s → %2$s at this size (−%3$s), quality score %4$s", "picture-optimizer"),
      bytes(shown.before_bytes),
      bytes(shown.after_bytes),
      saved(shown.before_bytes, shown.after_bytes),
      shown.score.toFixed(0)
    )), shown && /* @__PURE__ */ (0, import_element.createElement)(Slider, { before: shown.before, after: shown.after }));
  }
  function Slider({ before, after }) {
    const [at2, setAt] = (0, import_element4.useState)(50);
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-slider" }, /* @__PURE__ */ (0, import_element.createElement)("img", { src: after, alt: (0, import_i18n4.__)("After", "picture-optimizer") }), /* @__PURE__ */ (0, import_element.createElement)("img", { src: before, alt: (0, import_i18n4.__)("Before", "picture-optimizer"), style: { clipPath: `inset(0 ${100 - at2}% 0 0)` } }), /* @__PURE__ */ (0, import_element.createElement)(
      "input",
      {
        type: "range",
        min: "0",
        max: "100",
        value: at2,
        "aria-label": (0, import_i18n4.__)("How much of the original is shown, from the left", "picture-optimizer"),
        onChange: (event) => setAt(Number(event.target.value))
      }
    ));
  }

  // assets-src/wizard/Choose.jsx
  function Choose({ selection, onPlan }) {
    const { formats, presets, settings: defaults } = window.pictureOptimizer;
    const [pipeline, setPipeline] = (0, import_element5.useState)("analyze_export");
    const [settings, setSettings] = (0, import_element5.useState)({ ...defaults, reprocess: false });
    const [busy, setBusy] = (0, import_element5.useState)("");
    const [error, setError] = (0, import_element5.useState)("");
    const set = (name) => (value) => setSettings({ ...settings, [name]: value });
    const { count, ...chosen } = selection;
    const ask = async () => {
      setError("");
      setBusy((0, import_i18n5.__)("Looking at the pictures and asking for the price …", "picture-optimizer"));
      try {
        const plan = await makePlan({ ...chosen, pipeline, settings }, ({ looked_at: done, total }) => {
          setBusy((0, import_i18n5.sprintf)((0, import_i18n5.__)("%1$d of %2$d pictures looked at …", "picture-optimizer"), done, total));
        });
        onPlan(plan);
      } catch (problem) {
        setError(problem.message);
        setBusy("");
      }
    };
    const exports = pipeline !== "analyze";
    const analyses = pipeline !== "export";
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n5.__)("Choose what to do", "picture-optimizer"), error }, /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n5.sprintf)(
      /* translators: %d: number of pictures */
      (0, import_i18n5._n)("%d picture chosen.", "%d pictures chosen.", count, "picture-optimizer"),
      count
    )), /* @__PURE__ */ (0, import_element.createElement)(Cards, { chosen: pipeline, onChoose: setPipeline }), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-settings" }, exports && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(
      import_components4.SelectControl,
      {
        label: (0, import_i18n5.__)("Format", "picture-optimizer"),
        value: settings.format,
        options: formats,
        onChange: set("format"),
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      import_components4.SelectControl,
      {
        label: (0, import_i18n5.__)("Quality", "picture-optimizer"),
        value: settings.preset,
        options: presets,
        onChange: set("preset"),
        __nextHasNoMarginBottom: true,
        __next40pxDefaultSize: true
      }
    ))), exports && chosen.ids?.length > 0 && /* @__PURE__ */ (0, import_element.createElement)(Preview, { ids: chosen.ids, settings }), exports && analyses && /* @__PURE__ */ (0, import_element.createElement)(
      import_components4.CheckboxControl,
      {
        label: (0, import_i18n5.__)("Rename files after what they show", "picture-optimizer"),
        checked: settings.rename,
        onChange: set("rename"),
        __nextHasNoMarginBottom: true
      }
    ), analyses && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)(
      import_components4.CheckboxControl,
      {
        label: (0, import_i18n5.__)("Fill empty alt texts of these pictures in existing content", "picture-optimizer"),
        checked: settings.fill_empty_alts,
        onChange: set("fill_empty_alts"),
        __nextHasNoMarginBottom: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)(
      import_components4.CheckboxControl,
      {
        label: (0, import_i18n5.__)("Replace text that a person wrote", "picture-optimizer"),
        checked: settings.overwrite_text,
        onChange: set("overwrite_text"),
        __nextHasNoMarginBottom: true
      }
    )), /* @__PURE__ */ (0, import_element.createElement)(
      import_components4.CheckboxControl,
      {
        label: (0, import_i18n5.__)("Process again what was done before (costs credits again)", "picture-optimizer"),
        checked: settings.reprocess,
        onChange: set("reprocess"),
        __nextHasNoMarginBottom: true
      }
    ), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, busy), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components4.Button, { variant: "primary", onClick: ask, disabled: busy !== "", isBusy: busy !== "", accessibleWhenDisabled: true }, (0, import_i18n5.__)("Show the price", "picture-optimizer"))));
  }

  // assets-src/wizard/Confirm.jsx
  init_jsx();
  var import_components5 = __toESM(require_components());
  var import_element6 = __toESM(require_element());
  var import_i18n7 = __toESM(require_i18n());

  // assets-src/wizard/LeftOut.jsx
  init_jsx();
  var import_i18n6 = __toESM(require_i18n());
  function LeftOut({ items, count }) {
    if (count === 0) {
      return null;
    }
    const byReason = Map.groupBy ? Map.groupBy(items, (item) => item.reason) : group(items);
    return /* @__PURE__ */ (0, import_element.createElement)("details", { className: "picopt-left-out", open: count <= 5 }, /* @__PURE__ */ (0, import_element.createElement)("summary", null, (0, import_i18n6.sprintf)(
      /* translators: %d: number of pictures */
      (0, import_i18n6._n)("%d picture is left out", "%d pictures are left out", count, "picture-optimizer"),
      count
    )), /* @__PURE__ */ (0, import_element.createElement)("ul", null, [...byReason].map(([reason, same]) => /* @__PURE__ */ (0, import_element.createElement)("li", { key: reason }, reason || (0, import_i18n6.__)("No reason given", "picture-optimizer"), " ", /* @__PURE__ */ (0, import_element.createElement)("span", { className: "picopt-files" }, same.map((item) => item.file).join(", "))))), count > items.length && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n6.__)("… and more.", "picture-optimizer")));
  }
  function group(items) {
    const groups = /* @__PURE__ */ new Map();
    for (const item of items) {
      groups.set(item.reason, [...groups.get(item.reason) ?? [], item]);
    }
    return groups;
  }

  // assets-src/wizard/Confirm.jsx
  function Confirm({ plan, onBack, onClose, onStarted }) {
    const [busy, setBusy] = (0, import_element6.useState)(false);
    const [error, setError] = (0, import_element6.useState)("");
    const missing = plan.available === null ? 0 : Math.max(0, plan.credits - plan.available);
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
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n7.__)("What it costs", "picture-optimizer"), error }, /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-price" }, (0, import_i18n7.sprintf)(
      /* translators: %d: number of pictures */
      (0, import_i18n7._n)("%d picture", "%d pictures", plan.process, "picture-optimizer"),
      plan.process
    ), " · ", /* @__PURE__ */ (0, import_element.createElement)("strong", null, (0, import_i18n7.sprintf)(
      /* translators: %d: number of credits */
      (0, import_i18n7._n)("at most %d credit", "at most %d credits", plan.credits, "picture-optimizer"),
      plan.credits
    ))), plan.available !== null && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n7.sprintf)(
      /* translators: 1: credits available, 2: credits afterwards */
      (0, import_i18n7.__)("You have %1$d credits; %2$d will be left at least.", "picture-optimizer"),
      plan.available,
      Math.max(0, plan.available - plan.credits)
    )), missing > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", { className: "picopt-warning" }, (0, import_i18n7.sprintf)(
      /* translators: %d: number of credits */
      (0, import_i18n7.__)("%d credits are missing. The first pictures are processed, the others wait for a top-up.", "picture-optimizer"),
      missing
    ), " ", plan.buy_url && /* @__PURE__ */ (0, import_element.createElement)("a", { href: plan.buy_url }, (0, import_i18n7.__)("Buy credits", "picture-optimizer"))), plan.bytes_estimated > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n7.sprintf)(
      /* translators: 1: size before, 2: estimated size after, 3: percent */
      (0, import_i18n7.__)("Originals: %1$s → about %2$s (%3$s less)", "picture-optimizer"),
      bytes(plan.bytes_before),
      bytes(plan.bytes_estimated),
      saved(plan.bytes_before, plan.bytes_estimated)
    )), plan.empty_alts > 0 && /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n7.sprintf)(
      /* translators: %d: number of places */
      (0, import_i18n7._n)(
        "%d empty alt text in existing content will be filled.",
        "%d empty alt texts in existing content will be filled.",
        plan.empty_alts,
        "picture-optimizer"
      ),
      plan.empty_alts
    )), /* @__PURE__ */ (0, import_element.createElement)(LeftOut, { items: [...plan.skipped, ...plan.failed], count: plan.left_out }), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n7.__)("Every change is kept in a journal and can be reverted with one click.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "tertiary", onClick: onBack, disabled: busy }, (0, import_i18n7.__)("Back", "picture-optimizer")), plan.process > 0 ? /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "primary", onClick: start2, disabled: busy, isBusy: busy, accessibleWhenDisabled: true }, (0, import_i18n7.__)("Start", "picture-optimizer")) : /* @__PURE__ */ (0, import_element.createElement)(import_components5.Button, { variant: "primary", onClick: onClose }, (0, import_i18n7.__)("Nothing to do: close", "picture-optimizer"))));
  }

  // assets-src/wizard/Progress.jsx
  init_jsx();
  var import_components6 = __toESM(require_components());
  var import_element7 = __toESM(require_element());
  var import_i18n8 = __toESM(require_i18n());
  var PAUSE_MS = 1500;
  function Progress({ job, onDone, onClose }) {
    const [progress, setProgress] = (0, import_element7.useState)(null);
    const [error, setError] = (0, import_element7.useState)("");
    const alive = (0, import_element7.useRef)(true);
    (0, import_element7.useEffect)(() => {
      alive.current = true;
      watch();
      return () => {
        alive.current = false;
      };
    }, [job]);
    async function watch() {
      while (alive.current) {
        try {
          const now = await progressOf(job);
          setProgress(now);
          setError("");
          if (now.state !== "open" && now.state !== "paused") {
            onDone();
            return;
          }
          if (now.state === "open") {
            await tick(job);
          }
        } catch (problem) {
          setError(problem.message);
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
    const act = (action) => async () => {
      try {
        setProgress(await control(job, action));
      } catch (problem) {
        setError(problem.message);
      }
    };
    const total = progress?.total ?? 0;
    const done = total - (progress?.open ?? total);
    const paused = progress?.state === "paused";
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n8.__)("Progress", "picture-optimizer"), error }, /* @__PURE__ */ (0, import_element.createElement)("progress", { max: total || 1, value: done, "aria-label": (0, import_i18n8.__)("Pictures done", "picture-optimizer") }), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, (0, import_i18n8.sprintf)(
      /* translators: 1: pictures done, 2: all pictures */
      (0, import_i18n8.__)("%1$d of %2$d pictures done.", "picture-optimizer"),
      done,
      total
    ), " ", paused ? (0, import_i18n8.__)("Paused.", "picture-optimizer") : progress?.waiting_because), /* @__PURE__ */ (0, import_element.createElement)("p", null, (0, import_i18n8.__)("You can close this window or the tab: the work goes on by itself.", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, /* @__PURE__ */ (0, import_element.createElement)(import_components6.Button, { variant: "secondary", onClick: act(paused ? "resume" : "pause"), disabled: !progress }, paused ? (0, import_i18n8.__)("Go on", "picture-optimizer") : (0, import_i18n8.__)("Pause", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components6.Button, { variant: "secondary", isDestructive: true, onClick: act("stop"), disabled: !progress }, (0, import_i18n8.__)("Stop", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components6.Button, { variant: "primary", onClick: onClose }, (0, import_i18n8.__)("Close", "picture-optimizer"))));
  }

  // assets-src/wizard/Result.jsx
  init_jsx();
  var import_components7 = __toESM(require_components());
  var import_element8 = __toESM(require_element());
  var import_i18n9 = __toESM(require_i18n());
  function Result({ job, onClose }) {
    const [results, setResults] = (0, import_element8.useState)(null);
    const [error, setError] = (0, import_element8.useState)("");
    const [said, setSaid] = (0, import_element8.useState)("");
    (0, import_element8.useEffect)(() => {
      resultsOf(job).then(setResults, (problem) => setError(problem.message));
    }, [job]);
    const changed = (results?.items ?? []).filter((item) => item.state === "delivered");
    const before = changed.reduce((sum, item) => sum + (item.bytes_after ? item.bytes_before : 0), 0);
    const after = changed.reduce((sum, item) => sum + item.bytes_after, 0);
    const undo = async () => {
      setSaid((0, import_i18n9.__)("Bringing the originals back …", "picture-optimizer"));
      try {
        const { items } = await revert(changed.map((item) => item.attachment_id));
        const back = items.filter((item) => item.state !== "failed").length;
        setSaid((0, import_i18n9.sprintf)((0, import_i18n9.__)("%1$d of %2$d pictures are as they were before.", "picture-optimizer"), back, items.length));
      } catch (problem) {
        setSaid("");
        setError(problem.message);
      }
    };
    return /* @__PURE__ */ (0, import_element.createElement)(Step, { label: (0, import_i18n9.__)("Result", "picture-optimizer"), error }, results && /* @__PURE__ */ (0, import_element.createElement)(import_element.Fragment, null, /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status", className: "picopt-price" }, (0, import_i18n9.sprintf)(
      /* translators: %d: number of pictures */
      (0, import_i18n9._n)("%d picture processed", "%d pictures processed", changed.length, "picture-optimizer"),
      changed.length
    ), after > 0 && ` · ${bytes(before)} → ${bytes(after)} (−${saved(before, after)})`, " · ", (0, import_i18n9.sprintf)(
      /* translators: %d: number of credits */
      (0, import_i18n9._n)("%d credit used", "%d credits used", results.credits_used, "picture-optimizer"),
      results.credits_used
    )), /* @__PURE__ */ (0, import_element.createElement)(Table, { items: results.items })), /* @__PURE__ */ (0, import_element.createElement)("p", { role: "status" }, said), /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-buttons" }, changed.length > 0 && /* @__PURE__ */ (0, import_element.createElement)(import_components7.Button, { variant: "tertiary", isDestructive: true, onClick: undo, disabled: said !== "" }, (0, import_i18n9.__)("Revert all of these", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)(import_components7.Button, { variant: "primary", onClick: onClose }, (0, import_i18n9.__)("Close", "picture-optimizer"))));
  }
  function Table({ items }) {
    return /* @__PURE__ */ (0, import_element.createElement)("div", { className: "picopt-table" }, /* @__PURE__ */ (0, import_element.createElement)("table", { className: "widefat striped" }, /* @__PURE__ */ (0, import_element.createElement)("thead", null, /* @__PURE__ */ (0, import_element.createElement)("tr", null, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n9.__)("Picture", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n9.__)("State", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n9.__)("Size", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n9.__)("Alt text", "picture-optimizer")), /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "col" }, (0, import_i18n9.__)("Credits", "picture-optimizer")))), /* @__PURE__ */ (0, import_element.createElement)("tbody", null, items.map((item) => /* @__PURE__ */ (0, import_element.createElement)("tr", { key: item.attachment_id }, /* @__PURE__ */ (0, import_element.createElement)("th", { scope: "row" }, item.file), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.state_label, " ", item.reason && /* @__PURE__ */ (0, import_element.createElement)("small", null, item.reason)), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.bytes_after > 0 && `${bytes(item.bytes_before)} → ${bytes(item.bytes_after)} (−${saved(item.bytes_before, item.bytes_after)})`), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.alt), /* @__PURE__ */ (0, import_element.createElement)("td", null, item.credits))))));
  }

  // assets-src/wizard/Wizard.jsx
  var titles = {
    choose: (0, import_i18n10.__)("Optimize pictures", "picture-optimizer"),
    confirm: (0, import_i18n10.__)("What it costs", "picture-optimizer"),
    progress: (0, import_i18n10.__)("Pictures are being processed", "picture-optimizer"),
    result: (0, import_i18n10.__)("Done", "picture-optimizer")
  };
  function Wizard({ selection, jobId, onClose }) {
    const [step, setStep] = (0, import_element9.useState)(jobId ? "progress" : "choose");
    const [plan, setPlan] = (0, import_element9.useState)(null);
    const [job, setJob] = (0, import_element9.useState)(jobId);
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
      progress: () => /* @__PURE__ */ (0, import_element.createElement)(Progress, { job, onDone: () => setStep("result"), onClose: () => onClose(true) }),
      result: () => /* @__PURE__ */ (0, import_element.createElement)(Result, { job, onClose: () => onClose(true) })
    };
    return /* @__PURE__ */ (0, import_element.createElement)(
      import_components8.Modal,
      {
        title: titles[step],
        className: "picopt-wizard",
        overlayClassName: "picopt-overlay",
        onRequestClose: () => onClose(step === "progress" || step === "result"),
        shouldCloseOnClickOutside: false
      },
      steps[step]()
    );
  }

  // assets-src/wizard/index.jsx
  var root = null;
  function open(action, selection, jobId = 0) {
    const opener = document.activeElement;
    const holder = document.body.appendChild(document.createElement("div"));
    root = (0, import_element10.createRoot)(holder);
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
      const link = event.target.closest("[data-picopt-action]");
      if (link) {
        event.preventDefault();
        const { picoptAction, picoptIds, picoptSelect, picoptCount, picoptJob } = link.dataset;
        const selection = picoptSelect ? { select: picoptSelect, count: Number(picoptCount) } : byIds(parseIds(picoptIds));
        open(picoptAction, selection, Number(picoptJob ?? 0));
      }
    });
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
