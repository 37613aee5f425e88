// Every file of an image with its dimensions, bytes and visual quality.
import { __ } from '@wordpress/i18n';
import { bytes, formatName } from '../shared/format';
import { Scroll } from '../shared/Scroll';

export function Sizes({ sizes }) {
  return (
    <details className="picopt-more" open={sizes.length <= 6}>
      <summary>{__('Files', 'picture-optimizer')}</summary>
      <Scroll label={__('Files', 'picture-optimizer')}>
        <table className="widefat striped">
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
                <td>{size.width > 0 && `${size.width} × ${size.height}`}</td>
                <td>{formatName(size.mime)}</td>
                <td>{bytes(size.bytes)}</td>
                <td>{size.score === null ? '–' : Math.round(size.score)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
