// The Media Library's grid: a badge on each picture, a filter, and "Optimize" and "Restore" beside "Delete" when images are
// being selected. The grid is Backbone and has no PHP hooks; its views are extended.
import { __ } from '@wordpress/i18n';

// `open` gets an action and ids.
export function extendGrid(open) {
  const views = window.wp?.media?.view;
  if (!views?.AttachmentsBrowser) {
    return;
  }
  addBadges(views);
  addButton(views, open);
  addFilter(views);
}

function addBadges(views) {
  const render = views.Attachment.prototype.render;
  views.Attachment.prototype.render = function renderWithBadge(...args) {
    const view = render.apply(this, args);
    const status = this.model.get('picopt');
    this.$el.find('.picopt-on-picture').remove();
    if (status && status.name !== 'unprocessed') {
      const badge = document.createElement('span');
      badge.className = `picopt-badge picopt-on-picture picopt-${status.name}`;
      badge.textContent = status.saved ? `${status.label} ${status.saved}` : status.label;
      badge.title = status.detail;
      this.$el.find('.attachment-preview').append(badge);
    }
    return view;
  };
}

function addButton(views, open) {
  const SelectionButton = views.Button.extend({
    initialize() {
      views.Button.prototype.initialize.apply(this, arguments);
      this.controller.on('select:activate select:deactivate', this.toggle, this);
      this.controller.on('selection:toggle', this.enable, this);
    },
    render() {
      views.Button.prototype.render.apply(this, arguments);
      this.toggle();
      return this;
    },
    toggle() {
      this.$el.toggleClass('hidden', !this.controller.isModeActive('select'));
      this.enable();
    },
    enable() {
      this.model.set('disabled', this.controller.state().get('selection').length === 0);
    },
    click() {
      const chosen = this.controller.state().get('selection').pluck('id');
      if (chosen.length > 0) {
        // The grid takes every Escape while pictures are being selected; this one is the window's.
        this.controller.unbindKeydown();
        open(this.options.action, chosen, () => this.controller.bindKeydown());
      }
    },
  });

  inToolbar(views, function add() {
    const common = { controller: this.controller, size: '', priority: -75, disabled: true };
    const optimize = { ...common, action: 'optimize', text: __('Optimize', 'picture-optimizer'), style: 'primary' };
    const revert = { ...common, action: 'revert', text: __('Restore originals', 'picture-optimizer') };
    this.toolbar.set('picoptOptimize', new SelectionButton(optimize).render());
    this.toolbar.set('picoptRevert', new SelectionButton(revert).render());
  });
}

// By status and by missing alt text; the server knows the same values from the list.
function addFilter(views) {
  const StatusFilter = views.AttachmentFilters.extend({
    id: 'picopt-grid-filter',
    createFilters() {
      this.filters = {};
      Object.entries(window.pictureOptimizer.statuses).forEach(([value, text], number) => {
        this.filters[value || 'any'] = { text, props: { picopt_status: value || null }, priority: 10 * (number + 1) };
      });
    },
  });
  inToolbar(views, function add() {
    this.toolbar.set(
      'picoptFilterLabel',
      new views.Label({
        value: __('Filter by optimization status', 'picture-optimizer'),
        attributes: { for: 'picopt-grid-filter' },
        priority: -75,
      }).render()
    );
    this.toolbar.set(
      'picoptFilter',
      new StatusFilter({ controller: this.controller, model: this.collection.props, priority: -75 }).render()
    );
  });
}

// `add` is called with the browser of the Media Library's page as `this`, not with those of other windows.
function inToolbar(views, add) {
  const createToolbar = views.AttachmentsBrowser.prototype.createToolbar;
  views.AttachmentsBrowser.prototype.createToolbar = function createToolbarWithOurs(...args) {
    createToolbar.apply(this, args);
    if (this.controller.isModeActive('grid')) {
      add.call(this);
    }
  };
}
