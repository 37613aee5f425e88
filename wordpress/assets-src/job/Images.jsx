// A job's images one by one: state, the reason for it, size, alt text and credits.
import { __, sprintf } from '@wordpress/i18n';
import { change } from '../shared/format';

export function Images({ items }) {
  return (
    <div className="picopt-table picopt-stack">
      <table className="widefat striped">
        <thead>
          <tr>
            <th scope="col">{__('Image', 'picture-optimizer')}</th>
            <th scope="col">{__('Status', 'picture-optimizer')}</th>
            <th scope="col">{__('All sizes', 'picture-optimizer')}</th>
            <th scope="col">{__('Alt text', 'picture-optimizer')}</th>
            <th scope="col">{__('Credits', 'picture-optimizer')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.attachment_id}>
              <th scope="row">{item.file}</th>
              <td>
                {item.state_label} {saysMore(item) && <small>{item.reason}</small>}
                {item.approved_by && <small>{approved(item.approved_by)}</small>}
              </td>
              <td>{item.bytes_after > 0 && change(item.bytes_before, item.bytes_after)}</td>
              <td>{item.alt}</td>
              <td data-label={__('Credits', 'picture-optimizer')}>{item.credits}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// That it waits for review, or was canceled, the label says already.
const saysMore = ({ state, state_label: label, reason }) =>
  reason && state !== 'review' && reason.replace(/\.$/, '') !== label;

const approved = (name) =>
  /* translators: %s: name of a person */
  sprintf(__('Approved by %s', 'picture-optimizer'), name);
