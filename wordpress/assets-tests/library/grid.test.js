import { beforeEach, describe, expect, it, vi } from 'vitest';
import { extendGrid } from '../../assets-src/library/grid';

// As far of Backbone and of WordPress' media views as ours reach into: constructors with prototypes, and a toolbar.
function view(methods = {}) {
  class View {
    constructor(options = {}) {
      Object.assign(this, options, { options });
      this.el = document.createElement('div');
      this.classes = new Set();
      this.$el = {
        find: (selector) => ({
          remove: () => this.el.querySelectorAll(selector).forEach((node) => node.remove()),
          append: (node) => this.el.querySelector(selector).append(node),
        }),
        toggleClass: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)),
      };
      const values = {};
      this.model ??= { values, set: (name, value) => (values[name] = value), get: (name) => values[name] };
      this.initialize();
    }
    initialize() {}
    render() {
      this.el.innerHTML = '<div class="attachment-preview"></div>';
      return this;
    }
    static extend(more) {
      const Child = class extends this {};
      Object.assign(Child.prototype, more);
      return Child;
    }
  }
  Object.assign(View.prototype, methods);
  return View;
}

let views, mode, selection, open;
beforeEach(() => {
  mode = 'grid';
  selection = [];
  open = vi.fn();
  views = {
    Attachment: view(),
    Button: view(),
    Label: view(),
    AttachmentFilters: view({
      initialize() {
        this.createFilters();
      },
    }),
    AttachmentsBrowser: view({
      createToolbar() {
        this.toolbar = { parts: {}, set: (name, part) => (this.toolbar.parts[name] = part) };
      },
    }),
  };
  window.wp = { media: { view: views } };
});

const controller = () => ({
  handlers: {},
  on(names, handler, that) {
    names.split(' ').forEach((name) => {
      const before = this.handlers[name] ?? (() => {});
      this.handlers[name] = () => (before(), handler.call(that));
    });
  },
  isModeActive: (name) => name === mode,
  state: () => ({ get: () => ({ length: selection.length, pluck: () => selection }) }),
  unbindKeydown: vi.fn(),
  bindKeydown: vi.fn(),
});

function toolbar(of = controller()) {
  const browser = new views.AttachmentsBrowser({ controller: of, collection: { props: {} } });
  browser.createToolbar();
  return browser.toolbar.parts;
}

describe('badges', () => {
  const drawn = (status) => {
    extendGrid(open);
    const image = new views.Attachment({ model: { get: () => status } });
    image.render();
    image.render();
    return [...image.el.querySelectorAll('.picopt-badge')];
  };

  it('says once what was done, with the bytes saved', () => {
    const [badge, ...more] = drawn({ name: 'processed', label: 'Fully processed', detail: '10 kB saved' });
    expect(badge.textContent).toBe('Fully processed');
    expect(badge.title).toBe('10 kB saved');
    expect(badge.className).toContain('picopt-processed');
    expect(more).toEqual([]);
  });

  it('says the share that was saved', () => {
    const [badge] = drawn({ name: 'exported', label: 'Exported', detail: '', saved: '−62%' });
    expect(badge.textContent).toBe('Exported −62%');
  });

  it.each([[undefined], [{ name: 'unprocessed', label: 'Unprocessed' }]])('is not there for %j', (status) =>
    expect(drawn(status)).toEqual([])
  );
});

describe('the button', () => {
  it('is there while images are being selected, and of use once there is one', () => {
    extendGrid(open);
    const of = controller();
    const { picoptOptimize: button } = toolbar(of);
    expect(button.classes.has('hidden')).toBe(true);
    mode = 'select';
    of.handlers['select:activate']();
    expect(button.classes.has('hidden')).toBe(false);
    expect(button.model.values.disabled).toBe(true);
    selection = [11];
    of.handlers['selection:toggle']();
    expect(button.model.values.disabled).toBe(false);
  });

  it('opens the wizard with the selection, and leaves Escape to it', () => {
    extendGrid(open);
    const of = controller();
    const { picoptOptimize: button } = toolbar(of);
    button.click();
    expect(open).not.toHaveBeenCalled();
    selection = [11, 12];
    button.click();
    expect(open).toHaveBeenCalledWith('optimize', [11, 12], expect.any(Function));
    expect(of.unbindKeydown).toHaveBeenCalled();
    expect(of.bindKeydown).not.toHaveBeenCalled();
    open.mock.calls.at(-1)[2]();
    expect(of.bindKeydown).toHaveBeenCalled();
  });
});

describe('the way back', () => {
  it('restores a selection', () => {
    extendGrid(open);
    selection = [11, 12];
    toolbar().picoptRevert.click();
    expect(open).toHaveBeenCalledWith('revert', [11, 12], expect.any(Function));
  });
});

describe('the filter', () => {
  it('offers what the server knows', () => {
    extendGrid(open);
    const { picoptFilter: filter, picoptFilterLabel: label } = toolbar();
    expect(Object.values(filter.filters).map(({ text, props }) => [text, props.picopt_status])).toEqual([
      ['Any optimization status', null],
      ['Analyzed', 'analysed'],
    ]);
    expect(label.attributes.for).toBe('picopt-grid-filter');
    expect(filter.id).toBe('picopt-grid-filter');
  });
});

describe('extendGrid', () => {
  it('adds nothing to other windows, and does nothing without WordPress’ views', () => {
    extendGrid(open);
    mode = 'select-in-a-post';
    expect(toolbar()).toEqual({});
    window.wp = {};
    extendGrid(open);
  });
});
