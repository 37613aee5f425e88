// Buttons that spend, and how much.
import { __, _n } from '@wordpress/i18n';
import { counted } from './format';

// `price` in credits; null while it is not known.
export function withPrice(label, price) {
  return price === null
    ? label
    : counted(
        /* translators: 1: what a button does, such as "Generate alt text", 2: number of credits */
        _n('%1$s (%2$d credit)', '%1$s (%2$d credits)', price, 'picture-optimizer'),
        label,
        price
      );
}

export const generateFor = (number) =>
  number === 1
    ? __('Generate alt text', 'picture-optimizer')
    : counted(
        /* translators: %d: number of images */
        _n('Generate alt text for %d image', 'Generate alt text for %d images', number, 'picture-optimizer'),
        number
      );
