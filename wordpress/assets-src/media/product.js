// WooCommerce's product screen: text for the product's image and its whole gallery at once. The screen has no hook for it.
import { __ } from '@wordpress/i18n';

export function addProductButton() {
  const box = document.querySelector('#woocommerce-product-images .inside');
  if (!box) {
    return;
  }
  const line = Object.assign(document.createElement('p'), { className: 'picopt-product' });
  line.dataset.picoptButtons = '';
  const button = document.createElement('button');
  Object.assign(button, {
    type: 'button',
    className: 'button',
    textContent: __('Generate alt text for the product’s images', 'picture-optimizer'),
  });
  button.dataset.picoptProduct = '1';
  const status = document.createElement('span');
  status.setAttribute('role', 'status');
  line.append(button, ' ', status);
  box.append(line);
  const toggle = () => {
    button.disabled = productImages().length === 0;
  };
  new window.MutationObserver(toggle).observe(document.getElementById('poststuff') ?? document.body, { childList: true, subtree: true });
  toggle();
}

// The product's own image first, each once, as the form has them now.
export function productImages() {
  const main = document.getElementById('_thumbnail_id')?.value ?? '';
  const gallery = document.getElementById('product_image_gallery')?.value ?? '';
  return [...new Set([main, ...gallery.split(',')].map(Number))].filter((id) => id > 0);
}
