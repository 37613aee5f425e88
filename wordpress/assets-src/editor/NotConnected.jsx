// Why no text can be made yet, with the way to mend it for who may.
import { __ } from '@wordpress/i18n';

export function NotConnected() {
  const { connection, settingsUrl } = window.pictureOptimizer;
  return (
    <p>
      {connection.obstacle}{' '}
      {settingsUrl && <a href={settingsUrl}>{__('Connect to generate alt text', 'picture-optimizer')}</a>}
    </p>
  );
}
