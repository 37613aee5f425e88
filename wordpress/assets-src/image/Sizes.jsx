// Every file of an image with its dimensions, bytes and visual quality.
import { __ } from '@wordpress/i18n';
import { bytes, formatName } from '../shared/format';
import { Scroll } from '../shared/Scroll';

export function Sizes({ sizes }) {
  return (
    <details className="picopt-more" open={sizes.length <= 6}>
      <summary>{__('Files', 'picture-optimizer')}</summary>
      <Scroll label={__('Files', 'picture-optimizer')}>
        <table className="widefat striped picopt-stack">
          <thead>
            <tr>
              <th scope="col">{__('Size', 'picture-optimizer')}</th>
              <th scope="col">{__('Dimensions', 'picture-optimizer')}</th>
              <th scope="col">{__('Format', 'picture-optimizer')}</th>
              <th scope="col">{__('File size', 'picture-optimizer')}</th>
              <th scope="col">{__('Quality', 'picture-optimizer')}</th>
            </tr>
          </thead>
          <tbody>
            {sizes.map((size) => (
              <tr key={size.name}>
                <th scope="row">{size.label}</th>
                <td data-label={__('Dimensions', 'picture-optimizer')}>{size.width > 0 && `${size.width} × ${size.height}`}</td>
                <td data-label={__('Format', 'picture-optimizer')}>{formatName(size.mime)}</td>
                <td data-label={__('File size', 'picture-optimizer')}>{bytes(size.bytes)}</td>
                <td data-label={__('Quality', 'picture-optimizer')}>{size.score === null ? '–' : Math.round(size.score)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
