import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { addProductButton, productImages } from '../../assets-src/media/product';

function product(main, gallery) {
  document.body.innerHTML = `<div id="poststuff"><input id="_thumbnail_id" value="${main}">
    <div id="woocommerce-product-images"><div class="inside"><input id="product_image_gallery" value="${gallery}"></div></div></div>`;
}
const button = () => document.querySelector('[data-picopt-product]');

describe('product images', () => {
  it.each([
    ['11', '12,13', [11, 12, 13]],
    ['11', '13,11', [11, 13]],
    ['-1', '', []],
    ['', '12', [12]],
  ])('main %s and gallery %s are %j', (main, gallery, ids) => {
    product(main, gallery);
    expect(productImages()).toEqual(ids);
  });

  it('has a button that is of use once there is an image', async () => {
    product('-1', '');
    addProductButton();
    expect(button().disabled).toBe(true);
    document.getElementById('_thumbnail_id').value = '11';
    document.getElementById('poststuff').append(document.createElement('img'));
    await waitFor(() => expect(button().disabled).toBe(false));
  });

  it('is nowhere else', () => {
    document.body.innerHTML = '<div class="inside"></div>';
    addProductButton();
    expect(button()).toBeNull();
  });
});
