// A job's pictures one by one: state, the reason for it, size, text and credits.
import { __ } from '@wordpress/i18n';
import { bytes, saved } from './format';

export function Pictures({ items }) {
  return (
    <div className="picopt-table">
      <table className="widefat striped">
        <thead>
          <tr>
            <th scope="col">{__('Picture', 'picture-optimizer')}</th>
            <th scope="col">{__('State', 'picture-optimizer')}</th>
            <th scope="col">{__('Size', 'picture-optimizer')}</th>
            <th scope="col">{__('Alt text', 'picture-optimizer')}</th>
            <th scope="col">{__('Credits', 'picture-optimizer')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.attachment_id}>
              <th scope="row">{item.file}</th>
              <td>
                {item.state_label} {item.reason && <small>{item.reason}</small>}
              </td>
              <td>
                {item.bytes_after > 0 &&
                  `${bytes(item.bytes_before)} → ${bytes(item.bytes_after)} (−${saved(item.bytes_before, item.bytes_after)})`}
              </td>
              <td>{item.alt}</td>
              <td data-label={__('Credits', 'picture-optimizer')}>{item.credits}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
