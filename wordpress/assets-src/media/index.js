// Media windows, the featured image and the product's images outside of the library and the block editor: classic editor,
// page builders, WooCommerce. Nothing of React is here; the wizard comes when somebody opens it.
import { openWizard } from '../shared/openWizard';
import { restoreText } from '../library/restoreText';
import { generate, priceLabels, say } from './generate';
import { addProductButton, productImages } from './product';
import './media.css';

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-picopt-put-back], [data-picopt-action], [data-picopt-generate], [data-picopt-product]');
  if (!button) {
    return;
  }
  const { picoptPutBack, picoptAction, picoptIds, picoptGenerate, picoptProduct } = button.dataset;
  if (picoptPutBack) {
    restoreText(button);
  } else if (picoptGenerate) {
    generate(button, Number(picoptGenerate));
  } else if (picoptProduct) {
    open(button, 'optimize', productImages(), 'analyze');
  } else {
    open(button, picoptAction, [Number(picoptIds)]);
  }
});

function open(button, action, ids, pipeline) {
  openWizard(action, ids, {
    pipeline,
    onProblem: (text) => say(button, text),
    onChanged: () => ids.forEach((id) => window.wp.media?.attachment(id).fetch()),
  });
}

function start() {
  priceLabels();
  addProductButton();
}
if (document.readyState === 'loading') {
  document.addEventListener('DOMContentLoaded', start);
} else {
  start();
}
